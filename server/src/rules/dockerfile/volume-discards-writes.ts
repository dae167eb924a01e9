import { programOf } from '../../commands/wrappers.ts';
import type { Stage, Step } from '../../languages/dockerfile/facts.ts';
import { absolute, type FileEffect, filesOf, folderAt, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { fileMaking, minding } from '../../languages/dockerfile/minds.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { insert, replace } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** What a RUN writes below a VOLUME that stands above it is kept by some builders and thrown away by others. */
export default defineRule({
  id: 'dockerfile/volume-discards-writes',
  title: 'A volume is declared behind what fills it',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'dockerfile',
  by: 'build',
  words: /volume/i,
  minds: minding(fileMaking, /^\s*(?:volume|workdir)\b|\bch(?:own|mod)\b|>/),
  *check(subject) {
    for (const stage of subject.facts.stages) {
      const volumes = stage.steps.filter(({ instruction }) => instruction.name === 'VOLUME');
      if (volumes.length === 0) continue;
      for (const step of volumes) {
        for (const { text, span } of step.instruction.words) {
          const path = text.includes('$') ? undefined : absolute(folderAt(stage, step), text.replace(/^(["'])(.*)\1$/, '$2'));
          const writes = path ? writesBelow(stage, step.instruction, path) : [];
          const [first] = writes;
          if (!first || !path) continue;
          yield {
            at: { uri: subject.uri, span },
            message: `What a later RUN writes below \`${path}\` is thrown away by Docker's legacy builder and kept by BuildKit, so the image depends on the builder; put the VOLUME behind the last of these`,
            related: writes
              .slice(0, 9)
              .map((one) => ({ at: { uri: subject.uri, span: one.span }, message: 'This writes below the volume' })),
            fixes: () => fixes(subject, step, writes.at(-1)?.instruction),
          };
        }
      }
    }
  },
});

type Write = Pick<FileEffect, 'instruction' | 'span'>;

const writesBelow = (stage: Stage, volume: Instruction, path: string): readonly Write[] => {
  const later = ({ instruction }: { readonly instruction: Instruction }) =>
    instruction.name === 'RUN' && instruction.span.from > volume.span.from;
  const files = filesOf(stage).filter((effect) => later(effect) && effect.does !== 'remove' && within(path, effect.path));
  // `chmod` changes what is there, and so does what is redirected into a file.
  const modes = placedRuns(stage).flatMap(({ run, words, folder }): readonly Write[] => {
    const { instruction } = run.step;
    if (!later({ instruction })) return [];
    const given = programOf(words[0]) === 'chmod' ? words.slice(2).map(({ text, span }) => ({ text, span })) : [];
    const redirected = run.command.redirects.flatMap(({ operator, target }) =>
      operator.startsWith('>') && target?.literal ? [target] : [],
    );
    return [...given, ...redirected].flatMap(({ text, span }) => {
      const target = absolute(folder, text);
      return target && within(path, target) ? [{ instruction, span }] : [];
    });
  });
  return [...files, ...modes].sort((a, b) => a.span.from - b.span.from);
};

/** Moves the instruction below the last one that writes. */
const fixes = ({ uri, text }: Subject<'dockerfile'>, { instruction }: Step, last: Instruction | undefined): readonly Fix[] => {
  if (!last) return [];
  const whole = text.slice(instruction.span.from, instruction.span.to);
  const end = lineEndOf(text);
  const behind = text[last.span.to - 1] === '\n' ? whole.replace(/\r?\n$/, '') + end : `${end}${whole.replace(/\r?\n$/, '')}`;
  return [fix('Move the VOLUME behind what fills it', false, uri, replace(instruction.span, ''), insert(last.span.to, behind))];
};
