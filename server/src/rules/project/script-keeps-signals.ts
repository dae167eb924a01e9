import type { ShellCommand } from '../../commands/command.ts';
import type { Launched } from '../../commands/launch.ts';
import { programOf } from '../../commands/wrappers.ts';
import { rememberedInContextAt, rememberedOfEachInContext } from '../../project/dockerfile/context.ts';
import { isDjango } from '../../project/dockerfile/django.ts';
import { followedSlot, followedSlots, startedBy } from '../../project/dockerfile/started.ts';
import type { Project } from '../../project/project.ts';
import { insert } from '../../text/edit.ts';
import type { Location, Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { startingShipped } from '../reading/dockerfile/shipped.ts';
import { listed } from '../reading/listed.ts';
import { defineRule, fix } from '../rule.ts';

/** A start script that waits for its server keeps the SIGTERM that was meant for it. */
export default defineRule({
  id: 'project/script-keeps-signals',
  title: 'A start script makes room for the server',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R47'],
  reads: 'project',
  *check(project) {
    const found = new Map<Uri, Kept[]>();
    const starts = new Map<Uri, Location>();
    for (const { facts } of project.all.dockerfile) {
      if (facts.template) continue;
      const throughScripts = startScripts(project, facts);
      if (!throughScripts.includes(true)) continue;
      for (const stage of startingShipped({ uri: facts.uri, facts, project })) {
        if (!throughScripts[stage.index]) continue;
        const launch = startedBy(project, facts, stage);
        // dumb-init passes signals on to the whole group of processes.
        if (!launch || launch.through.includes('dumb-init') || isDjango(project, facts, stage) !== 'yes') continue;
        for (const program of launch.programs) {
          const script = program.handedOn?.uri ?? program.uri;
          const kept = script && keptBack(program, project.file(script));
          const list = script && (found.get(script) ?? []);
          if (!kept || !list || !script || list.some(({ command }) => command === kept.command)) continue;
          found.set(script, [...list, kept]);
          const start = stage.entrypoint ?? stage.cmd;
          if (start && !starts.has(script)) starts.set(script, { uri: facts.uri, span: start.span });
        }
      }
    }
    for (const [uri, list] of found) {
      const all = list.toSorted((a, b) => a.at.from - b.at.from);
      const [first, ...more] = all;
      if (!first) continue;
      const start = starts.get(uri);
      const names = [...new Set(all.map(({ name }) => name))];
      yield {
        at: { uri, span: first.at },
        message: `The shell of this script stays in front of ${listed(names)} and does not pass SIGTERM on, so requests are cut off and every stop waits out the grace time; put \`exec\` in front of ${more.length > 0 ? 'each' : 'it'}`,
        related: [
          ...more.map(({ at, name }) => ({ at: { uri, span: at }, message: `And here in front of ${name}` })),
          ...(start ? [{ at: start, message: 'The container starts with it' }] : []),
        ],
        fixes: () => [
          fix(
            more.length > 0 ? 'Put `exec` in front of each' : 'Put `exec` in front of the command',
            more.length === 0 && first.last,
            uri,
            ...all.map(({ at }) => insert(at.from, 'exec ')),
          ),
        ],
      };
    }
  },
});

/** Whether it goes through a script of the workspace. */
const startsScript = rememberedInContextAt(
  followedSlot,
  (project, facts, stage): boolean =>
    startedBy(project, facts, stage)?.programs.some(({ uri, handedOn }) => uri !== undefined || handedOn !== undefined) ?? false,
);
const startScripts = rememberedOfEachInContext(followedSlots, startsScript);

interface Kept {
  readonly name: string;
  readonly command: ShellCommand;
  /** Its first word. */
  readonly at: Span;
  /** Nothing comes behind it, and no condition decides. */
  readonly last: boolean;
}

/** A server of a script that its shell waits for. */
const keptBack = ({ behindShell, server, words, span: own, handedOn }: Launched, file: ReturnType<Project['file']>): Kept | undefined => {
  const span = handedOn?.span ?? own;
  const program = programOf(words[0]);
  const lives = program === 'celery' || (program === 'supervisord' && words.some(({ text }) => text === '-n' || text === '--nodaemon'));
  // Development may stop slowly.
  const name = server ? (server.server === 'runserver' ? undefined : server.server) : lives ? program : undefined;
  if (!behindShell || !name || !file || !('passesOn' in file.facts)) return undefined;
  const { commands } = file.facts;
  const at = commands.findIndex((one) => one.span.from === span.from && one.span.to === span.to);
  const command = commands[at];
  const first = command?.words[0];
  if (!command || !first || first.text === 'exec') return undefined;
  // What runs beside others, or is read by another command, has to be waited for; a trap passes the signal on.
  if (command.after === '|' || command.before === '|') return undefined;
  if (commands.some(({ words: [one], after }) => one?.text === 'trap' || one?.text === 'wait' || after === '&')) return undefined;
  return { name, command, at: first.span, last: at === commands.length - 1 && command.certain };
};
