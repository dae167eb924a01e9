import type { Launched } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { contextOf } from '../../project/dockerfile/context.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { topOf } from '../../text/span.ts';
import { absentFile } from '../reading/absent-file.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { scriptLike } from '../reading/dockerfile/script-like.ts';
import { isForShow } from '../reading/for-show.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule } from '../rule.ts';

/** A container that is started with a script it does not have does not start at all. */
export default defineRule({
  id: 'project/start-script-missing',
  title: 'The script a container starts with is in it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  each: 'deployment',
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      for (const program of deployment.launch?.programs ?? []) {
        const script = scriptIn(program);
        const at = script && placeOf(project, deployment, program, script.word);
        if (!script || !at || !script.word.known) continue;
        const { word, by } = script;
        const found = absentFile(project, deployment, program, word.text);
        if (!found || isForShow(project, at.uri) || isToldElsewhere(project, deployment, program, word, found.path) || !first(at)) continue;
        const { meant, left, path, there } = found;
        const advice = meant
          ? `did you mean \`${meant}\`?`
          : left
            ? `copy \`${left}\` to \`${path}\`, or name the place where it lies`
            : 'add the script, or correct its path';
        yield {
          at,
          message: `Nothing brings \`${word.text}\` into this container, so ${by ? `${by} cannot open it` : 'it does not start: "no such file or directory"'}; ${advice}`,
          related: there ? [{ at: topOf(there), message: 'This script is there' }] : [],
          fixes: () => writeMeant(word.text, meant, at),
        };
      }
    }
  },
});

/** The word of a program that names a script of the project, and the program that is given it; nothing is `by` where the kernel starts it. */
const scriptIn = ({ words }: Launched): { readonly word: Argument; readonly by: string | undefined } | undefined => {
  const [first] = words;
  if (!first) return undefined;
  const program = programOf(first);
  const isShell = /^(?:ba|da|a)?sh$/.test(program);
  if (isShell || /^python[\d.]*$/.test(program)) {
    const word = words.slice(1).find(({ text }) => !/^[-+]/.test(text));
    // `-c`, `-m` and their like take words that are no files.
    if (!word || words.slice(1, words.indexOf(word)).some(({ text }) => !/^(?:[-+][euxvBOPsSE]+|--)$/.test(text))) return undefined;
    return (isShell ? /\.(?:sh|bash)$|(?:^|\/)(?:docker-)?entrypoint$/ : /\.py$/).test(word.text) ? { word, by: program } : undefined;
  }
  // A word without a slash is looked for in PATH, and what lies in a folder of programs may be installed.
  if (!first.text.includes('/') || /\/s?bin\/[^/]*$/.test(first.text)) return undefined;
  return /\.(?:sh|bash|py)$|\/(?:docker-)?entrypoint$/.test(first.text) ? { word: first, by: undefined } : undefined;
};

/** The place of the word, where it stands in what declares the container: in a script it may be meant for another folder. */
const placeOf = (project: Project, { at, by }: Deployment, { uri: script }: Launched, word: Argument): Location | undefined => {
  const uri = word.uri ?? script ?? at.uri;
  const kind = project.file(uri)?.parsed.kind;
  return kind === 'shell' || (by === 'procfile' && kind !== 'procfile') ? undefined : insideQuotes(project, { uri, span: word.span });
};

/** Whether the rule on Dockerfiles speaks of it, or has reasons not to: an ENTRYPOINT or CMD as a list whose script the context has. */
const isToldElsewhere = (project: Project, { image }: Deployment, { words }: Launched, word: Argument, path: string): boolean => {
  if (!image || word.uri !== image.facts.uri || words[0] !== word) return false;
  return scriptLike(project, contextOf(project, image.facts), path) !== undefined;
};
