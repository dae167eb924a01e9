import { minding, packages, systemInstalls } from '../../languages/dockerfile/minds.ts';
import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { manageCalls } from '../reading/dockerfile/manage.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { isInstalled, systemPackages } from '../reading/dockerfile/system-packages.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** Django compiles translations with the programs of GNU gettext, which slim images do not have. */
export default defineRule({
  id: 'dockerfile/gettext-missing',
  title: 'Translations are compiled where gettext is installed',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R32'],
  reads: 'dockerfile',
  by: 'build',
  words: /manage|django/,
  minds: minding(systemInstalls, packages),
  *check(subject) {
    const { uri, facts, knowledge } = subject;
    for (const stage of facts.stages) {
      for (const { verb, words, run } of manageCalls(stage)) {
        const program = verb.text === 'compilemessages' ? 'msgfmt' : verb.text === 'makemessages' ? 'xgettext' : undefined;
        const image = program && imageOf(subject, stage);
        const first = words[0];
        if (!program || !image || !first || knowledge.images.hasCommand(image, program) !== false) continue;
        if (isInstalled(stage, gettext, run.step.instruction) !== false) continue;
        const name = knowledge.images.packageOf(program, image) ?? 'gettext';
        yield {
          at: { uri, span: { from: first.span.from, to: verb.span.to } },
          message: `\`${verb.text}\` runs \`${program}\`, which ${image.slim ? 'slim images do not have' : 'this image does not have'}, and stops with "Can't find ${program}"; install \`${name}\` before`,
          severity: run.command.certain ? 'error' : 'warning',
          fixes: () => fixes(subject, stage, run.step.instruction, name, image.packageManager),
        };
      }
    }
  },
});

const gettext: ReadonlySet<string> = new Set(['gettext', 'gettext-dev']);

type Stage = Subject<'dockerfile'>['facts']['stages'][number];
const fixes = (
  { uri, text }: Subject<'dockerfile'>,
  stage: Stage,
  before: Stage['from'],
  name: string,
  manager: string,
): readonly Fix[] => {
  // Beside a package that this stage, or one below it, installs already.
  const beside = chainOf(stage)
    .flatMap(systemPackages)
    .findLast(({ span, run }) => span.from < before.span.from && run.command.certain && text.slice(span.from, span.to).match(/^[\w.+-]+$/));
  const title = `Install \`${name}\``;
  if (beside) return [fix(title, true, uri, insert(beside.span.to, ` ${name}`))];
  const line =
    manager === 'apt'
      ? `RUN apt-get update && apt-get install -y --no-install-recommends ${name} && rm -rf /var/lib/apt/lists/*`
      : manager === 'apk'
        ? `RUN apk add --no-cache ${name}`
        : undefined;
  // Root is needed for it.
  const at = stage.steps.find(({ instruction }) => instruction === before)?.user;
  if (!line || (at && at.text !== 'root' && at.text !== '0')) return [];
  return [fix(title, true, uri, insert(before.span.from, `${line}${lineEndOf(text)}`))];
};
