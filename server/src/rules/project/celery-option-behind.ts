import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { atLeast } from '../../project/settings/release.ts';
import { withoutQuotes } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { defineRule, type Finding, type Fix, fix, replace } from '../rule.ts';

/** Celery 5 reads what concerns all of it in front of the command, and refuses it behind. */
export default defineRule({
  id: 'project/celery-option-behind',
  title: "Celery's own options stand in front of its command",
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    if (!project.complete) return;
    const isNew = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { launch, at, name } = deployment;
      for (const { words, uri, certain } of launch?.programs ?? []) {
        const found = certain && programOf(words[0]) === 'celery' ? misplaced(words) : undefined;
        if (!found || !isFive(deployment)) continue;
        const [option] = found.option;
        const home = option?.uri ?? uri ?? at.uri;
        if (!option || !isNew({ uri: home, span: option.span })) continue;
        const flag = option.text.replace(/=.*$/s, '');
        yield {
          at: { uri: home, span: option.span },
          message: `Since Celery 5 \`${flag}\` is no option of \`${found.command.text}\`, so \`${name}\` ends at its start with "No such option"; write it in front: \`${['celery', ...found.option.map(({ text }) => text), found.command.text].join(' ')}\``,
          fixes: () => turned(project, home, found),
        } satisfies Finding;
      }
    }
  },
});

/** Commands that are refused an option of the whole program; `multi` and Flower take it. */
const commands = /^(?:worker|beat|inspect|control|status|events|purge|shell|result)$/;
/** Those options, each with a value. */
const own = /^(?:-A|-b|--(?:app|broker|result-backend|loader|config|workdir)(?:=|$))/;

interface Misplaced {
  readonly command: Argument;
  /** What stands between the command and the option. */
  readonly between: readonly Argument[];
  /** The option, and its value where that is a word of its own. */
  readonly option: readonly Argument[];
}

/** The first option of the whole program behind the command. Words that are not known may be anything. */
const misplaced = (words: readonly Argument[]): Misplaced | undefined => {
  const at = words.findIndex(({ text }, i) => i > 0 && commands.test(text));
  const from = words.findIndex(({ text, known }, i) => i > at && known && own.test(text));
  const command = words[at];
  if (at < 1 || from < 0 || !command || words.slice(0, from).some(({ known }) => !known)) return undefined;
  // In front of the command a word without a dash is the value of such an option, or something that we do not know.
  const front = words.slice(0, at);
  if (!front.every(({ text }, i) => i === 0 || text.startsWith('-') || own.test(front[i - 1]?.text ?? ''))) return undefined;
  const joined = /^(?:-[Ab].|--[\w-]+=)/.test(words[from]?.text ?? '');
  const option = words.slice(from, from + (joined ? 1 : 2));
  return option.length === (joined ? 1 : 2) ? { command, between: words.slice(at + 1, from), option } : undefined;
};

/** Whether the release that is installed is 5 or newer, as far as files tell. */
const isFive = ({ django }: Deployment): boolean => {
  const release = django?.release('celery');
  if (!release?.at) return false;
  const five = atLeast(release, '5');
  // Where nothing sets a bound, the newest is installed.
  return five === true || (five !== false && release.below === undefined);
};

/** The same words in the order that is understood, each written as the one was that stands there. */
const turned = (project: Project, uri: Uri, { command, between, option }: Misplaced): readonly Fix[] => {
  const text = project.file(uri)?.parsed.file.text;
  const places = [command, ...between, ...option];
  const order = [...option, command, ...between];
  if (text === undefined || places.some((word) => (word.uri ?? uri) !== uri)) return [];
  const edits = places.flatMap(({ text: before, span }, i) => {
    const inner = withoutQuotes(text, span);
    const now = order[i]?.text ?? '';
    return text.slice(inner.from, inner.to) === before && /^[\w.,:/=@-]+$/.test(now) ? [replace(inner, now)] : [];
  });
  return edits.length === places.length
    ? [fix(`Write \`${option.map(({ text: word }) => word).join(' ')}\` in front`, true, uri, ...edits)]
    : [];
};
