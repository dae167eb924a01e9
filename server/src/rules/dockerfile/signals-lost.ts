import type { ShellCommand } from '../../commands/command.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Stage, Start } from '../../languages/dockerfile/facts.ts';
import type { Launched } from '../../languages/dockerfile/launch.ts';
import { anyOf, starts } from '../../languages/dockerfile/minds.ts';
import { insert, replace } from '../../text/edit.ts';
import { chainOf, shippedStarts } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** A shell that stays in front of the server gets the SIGTERM that was meant for the server, and keeps it. */
export default defineRule({
  id: 'dockerfile/signals-lost',
  title: 'The server gets the signal that stops the container',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R47'],
  neighbours: ['buildkit JSONArgsRecommended', 'hadolint DL3025'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /cmd|entrypoint/i,
  minds: anyOf(starts, /^\s*shell\b/),
  *check(subject) {
    for (const { stage, launch } of shippedStarts(subject)) {
      const last = launch.programs.at(-1);
      // dumb-init passes signals on to the whole group of processes.
      if (!last?.behindShell || launch.through.includes('dumb-init') || !lives(last)) continue;
      const start = [stage.cmd, stage.entrypoint].find((one) => one?.commands.some(({ span }) => span === last.span));
      const command = start?.commands.at(-1);
      // A list that is no JSON is another rule's.
      if (/^\s*\[\s*["']/.test(start?.form === 'shell' ? start.line : '')) continue;
      if (!start || !command || command.span !== last.span || start.commands.some(({ after }) => after === '&' || after === '|')) continue;
      if (!stays(shellOf(stage, start), command)) continue;
      const first = command.words[0];
      if (!first) continue;
      const name = last.server ? last.server.server : programOf(last.words[0]);
      yield {
        at: { uri: subject.uri, span: first.span },
        message: `A shell stays in front of \`${name}\` and does not pass SIGTERM on, so requests are cut off and every stop waits out the grace time; ${
          isPlain(start, command) ? 'write the command as a JSON list' : 'put `exec` in front of it'
        }`,
        ...(start.form === 'exec' ? { neighbours: [] } : {}),
        fixes: () => fixes(subject, stage, start, command),
      };
    }
  },
});

/** False for what only keeps a container alive, and for shells. */
const lives = ({ words }: Launched): boolean => !/^(?:sleep|tail|cat|true|echo|sh|bash|dash|ash|wait|exit|)$/.test(programOf(words[0]));

/** The program that reads the line, by its own name; nothing when that is not known. */
const shellOf = (stage: Stage, { form, words }: Start): string | undefined => {
  const set = chainOf(stage)
    .flatMap(({ steps }) => steps)
    .findLast(({ instruction }) => instruction.name === 'SHELL')?.instruction.command;
  const path = form === 'exec' ? words[0]?.text : set?.form === 'exec' ? set.words[0]?.text : '/bin/sh';
  const name = path?.replace(/^.*\//, '');
  if (name !== 'sh') return name;
  const system = stage.base?.system;
  return system === 'debian' || system === 'ubuntu' ? 'dash' : system === 'alpine' ? 'ash' : undefined;
};

/** Whether the shell waits for its last command instead of making room for it. Tried with dash 0.5.12, Bash 5.2 and busybox 1.35. */
const stays = (shell: string | undefined, { before, redirects }: ShellCommand): boolean => {
  if (shell === 'dash') return true;
  // Bash and busybox start the last command in their own place, unless something hangs on it.
  return (shell === 'bash' && (before === '||' || redirects.length > 0)) || (shell === 'ash' && before === '||');
};

/** One command of plain words: what a JSON list can say as well. */
const isPlain = ({ form, commands, instruction }: Start, { words, redirects, assignments }: ShellCommand): boolean =>
  form === 'shell' &&
  commands.length === 1 &&
  redirects.length + assignments.length + instruction.continuations.length === 0 &&
  words.every(({ literal, text }) => literal && !/[*?[~]/.test(text));

const fixes = ({ uri }: Subject<'dockerfile'>, stage: Stage, start: Start, command: ShellCommand): readonly Fix[] => {
  const first = command.words[0];
  // Behind `||` and `&&` the shell has to live on to decide.
  if (!first || !command.certain || command.before === '||') return [];
  const json = `[${command.words.map(({ text }) => JSON.stringify(text)).join(', ')}]`;
  // The words of CMD would be put behind an ENTRYPOINT in the list form.
  const alone = start !== stage.entrypoint || !stage.cmd;
  return [
    ...(isPlain(start, command) && alone ? [fix('Write the command as a JSON list', true, uri, replace(start.span, json))] : []),
    fix('Put `exec` in front of the command', true, uri, insert(first.span.from, 'exec ')),
  ];
};
