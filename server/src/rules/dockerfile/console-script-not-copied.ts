import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import { anyOf, followed, naming, requirements, systemInstalls } from '../../languages/dockerfile/minds.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { moduleInstead } from '../reading/dockerfile/module-instead.ts';
import { mayInstall, type Started, startedPrograms } from '../reading/dockerfile/programs.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { stageName, startable } from '../reading/dockerfile/stages.ts';
import { defineRule, fix } from '../rule.ts';

const packages = /^\/usr\/local\/lib(?:\/python3\.\d+(?:\/site-packages)?)?$/;
const bin = '/usr/local/bin';

/** A server is two things: its package, and a small script on the PATH that starts it. */
export default defineRule({
  id: 'dockerfile/console-script-not-copied',
  title: 'Programs are copied along with their packages',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R08'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /local/,
  minds: anyOf(followed, requirements, systemInstalls, naming(/PATH\b/)),
  *check(subject) {
    const { uri, text } = subject;
    for (const stage of startable(subject.facts)) {
      if (imageOf(subject, stage)?.kind !== 'python') continue;
      const copy = packagesOnly(stage);
      if (!copy?.stage) continue;
      const from = copy.stage;
      for (const started of startedPrograms(subject, stage)) {
        const { word, name, distribution } = started;
        if (distribution === undefined || !isLooked(started) || mayInstall(stage, distribution)) continue;
        yield {
          at: { uri, span: word.span },
          message: `Only the packages of ${stageName(from)} are copied, and \`${bin}/${name}\` stays behind, so the container ends with "${name}: not found"; copy \`${bin}\` as well${started.module ? `, or start \`python -m ${started.module}\`` : ''}`,
          related: [{ at: { uri, span: copy.instruction.content }, message: 'The packages alone' }],
          fixes: () => [
            fix(
              `Copy \`${bin}\` as well`,
              false,
              uri,
              linesBelow(text, copy.instruction, `COPY --from=${copy.from?.written ?? from.index} ${bin} ${bin}`),
            ),
            ...moduleInstead(uri, stage, started),
          ],
        };
      }
    }
  },
});

/** True when the program is looked for in the folder that was left behind. */
const isLooked = ({ word, name }: Started): boolean => word.text === name || word.text === `${bin}/${name}`;

/** The copy that brings packages from another stage; nothing where anything may have brought programs too. */
const packagesOnly = (stage: Stage): Copy | undefined => {
  let found: Copy | undefined;
  for (const one of chainOf(stage)) {
    for (const copy of one.copies) {
      for (const { text, known } of copy.sources) {
        const path = known ? absolute('/', text) : undefined;
        if (copy.from && (path === undefined || within(path, bin) || within(bin, path))) return undefined;
        if (copy.stage && path && packages.test(path)) found ??= copy;
      }
      // Scripts of the project, or links, may be put there too.
      if (copy.destination && within(bin, copy.destination.text.replace(/\/$/, ''))) return undefined;
    }
    if (
      one.runs.some(
        ({ command }) =>
          /^(?:ln|cp|mv|install)$/.test(command.words[0]?.text ?? '') && command.words.some(({ text }) => text.includes('bin')),
      )
    )
      return undefined;
    if (one.environment.get('PATH')) return undefined;
  }
  return found;
};
