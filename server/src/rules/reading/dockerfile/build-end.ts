// What becomes of a build when a command of a RUN fails: a shell goes on behind `;` and at a new line.
import type { Run, Stage, Step } from '../../../languages/dockerfile/facts.ts';
import { chainOf } from './shipped.ts';

/** The shell of a stage as SHELL sets it for a step, as one text; empty where that is the usual one. */
const shellAt = (stage: Stage, { instruction }: Step): string =>
  chainOf(stage)
    .flatMap(({ steps }) => steps)
    .findLast((step) => step.instruction.name === 'SHELL' && step.instruction.span.from < instruction.span.from)?.instruction.line.text ??
  '';

/** Whether pipes of a RUN fail with each of their commands: `set -o pipefail`, in SHELL or in the RUN. */
export const hasPipefail = (stage: Stage, step: Step): boolean =>
  /pipefail/.test(shellAt(stage, step)) ||
  step.commands.some(({ words }) => words[0]?.text === 'set' && words.some(({ text }) => text.includes('pipefail')));

/** Whether the shell stops at the first command that fails (`set -e`) when it comes to the command of this number. */
const stopsAtErrors = (stage: Stage, step: Step, index: number): boolean => {
  const { script, line, heredocs } = step.instruction;
  const first = heredocs.length === 1 ? /^#![^\n]*/.exec(script.text.slice(line.text.length + 1))?.[0] : undefined;
  let stops = /["'\s]-(?!c\b)[a-z]*e/.test(shellAt(stage, step)) || (first !== undefined && /\s-[a-z]*e/.test(first));
  for (const { words, certain } of step.commands.slice(0, index)) {
    if (words[0]?.text !== 'set' || !certain) continue;
    for (const { text } of words.slice(1)) {
      if (/^-[a-z]*e/.test(text) || text === 'errexit') stops = true;
      if (/^\+[a-z]*e/.test(text)) stops = false;
    }
  }
  return stops;
};

/**
 * Whether the build ends when a command of a RUN fails. It does behind `&&` up to the end of the line, and with `set -e` where nothing
 * follows by `&&`; what comes behind `;` or on a line of its own in a here-document decides otherwise
 * (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, set -e).
 */
export const endsBuild = (stage: Stage, { command, step }: Run): boolean => {
  if (!command.certain) return false;
  const { commands } = step;
  const index = commands.indexOf(command);
  if (index < 0) return true;
  let at = index;
  let chained = false;
  const piped = hasPipefail(stage, step);
  for (; commands[at]; at++) {
    const { after } = commands[at] as (typeof commands)[number];
    if (after === '|' && (at > index || piped)) continue;
    if (after !== '&&') break;
    chained = true;
  }
  const after = commands[at]?.after;
  if (after === '|' || after === '||' || after === '&') return false;
  if (after === undefined || after === 'end' || at === commands.length - 1) return true;
  return !chained && stopsAtErrors(stage, step, index);
};

/** What becomes of the build when a command of a RUN fails, as a part of a sentence; `error` is what it says then. */
export const buildEnd = (stage: Stage, run: Run, error?: string): string => {
  const says = error ? ` with "${error}"` : '';
  return endsBuild(stage, run)
    ? `the build ends here${says}`
    : `${error ? `this fails${says} and ` : ''}the build goes on as if nothing were wrong`;
};
