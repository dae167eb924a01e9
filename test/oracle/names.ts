// The option names of a build, asked from itself, beside those the catalogue gives it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../../server/src/knowledge/entry.ts';
import { absentNames } from './deviations.ts';
import type { Binary } from './uwsgi-binaries.ts';
import { has } from './verdict.ts';

/** All names a build takes with these plugins loaded; undefined when it does not answer. */
export const namesOf = ({ command }: Binary, plugins: readonly string[]): ReadonlySet<string> | undefined => {
  const [program = '', ...before] = command;
  const load = plugins.length > 0 ? ['--need-plugin', plugins.join(',')] : [];
  const run = spawnSync(program, [...before, ...load, '--no-server', '--dump-options'], {
    encoding: 'utf8',
    timeout: 5000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  return run.status === 0 ? new Set(run.stdout.trim().split('\n')) : undefined;
};

/** Plugins that need another one before them. */
const needs: Readonly<Record<string, string>> = {
  asyncio_python3: 'python3',
  gevent_python3: 'python3',
  greenlet_python3: 'python3',
  tornado_python3: 'python3',
  fastrouter: 'corerouter',
  forkptyrouter: 'corerouter',
  http: 'corerouter',
  rawrouter: 'corerouter',
  sslrouter: 'corerouter',
};

/** Plugins that Debian ships and that nobody can load; taken off the list by failing when one day it loads. */
const unloadable: Readonly<Record<string, string>> = {
  mongrel2: 'bookworm builds it without linking libjansson: undefined symbol json_object_iter_value',
};

/** Compares name by name, the core's and those of every plugin that is installed. */
export const compareNames = (
  binary: Binary,
  knowledge: Knowledge,
  tell: (of: string, difference: string | undefined) => void,
  skip: (why: string) => void,
): ReadonlySet<string> => {
  const all = knowledge.list('uwsgi-option');
  const core = namesOf(binary, []) ?? new Set<string>();
  const excused = new Map(
    absentNames.filter(({ build }) => build === binary.build).flatMap(({ names, reason }) => names.map((name) => [name, reason])),
  );
  const compare = (plugin: string, loaded: ReadonlySet<string>, real: ReadonlySet<string>, ours: ReadonlySet<string>) => {
    const lacking = [...ours].filter((name) => !real.has(name) && !excused.has(name));
    const unheard = [...real].filter((name) => !ours.has(name));
    tell(plugin, lacking.length > 0 ? `uWSGI has no ${lacking.join(', ')}` : undefined);
    tell(plugin, unheard.length > 0 ? `the catalogue does not know ${unheard.join(', ')}` : undefined);
    for (const [name, reason] of loaded.size > 0 ? [] : excused) {
      tell(name, real.has(name) ? `it is there now, take it off the list (${reason})` : undefined);
    }
  };
  const names = (loaded: ReadonlySet<string>) => new Set(all.filter((entry) => has(entry, binary, loaded)).map(({ name }) => name));
  compare('core', new Set(), core, names(new Set()));
  for (const plugin of new Set(all.map(({ debian }) => debian.plugin))) {
    if (plugin === '' || !binary.plugins || !existsSync(join(binary.plugins, `${plugin}_plugin.so`))) continue;
    const first = needs[plugin];
    const loaded = new Set(first ? [first, plugin] : [plugin]);
    const real = namesOf(binary, [...loaded]);
    const reason = unloadable[plugin];
    if (reason) tell(plugin, real ? `it loads now, take it off the list (${reason})` : undefined);
    else if (real) compare(plugin, loaded, real, names(loaded));
    else skip(`the plugin ${plugin} of the ${binary.build} build cannot be loaded here, so its names were not compared`);
  }
  return core;
};
