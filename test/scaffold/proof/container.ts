// Images built and containers run by buildah and podman, without an engine or a registry: scripts/images/images.sh.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = join(fileURLToPath(import.meta.url), '../../../../scripts/images/images.sh');

/** Runs the script; gives what it printed, and throws with its last lines when it failed. */
export const images = (...words: readonly string[]): string => {
  const run = tried(...words);
  if (run.status !== 0) throw new Error(`images.sh ${words.join(' ')}\n${`${run.stdout}${run.stderr}`.split('\n').slice(-25).join('\n')}`);
  return run.stdout;
};

/** Runs the script, whatever comes of it. */
export const tried = (...words: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync('bash', [script, ...words], { encoding: 'utf8', maxBuffer: 2 ** 26 });

/** Why images cannot be built on this machine; undefined when they can. */
export const unable = (): string | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'images are built on Linux with an x86-64 processor only';
  if (process.getuid?.() !== 0) return 'images are built by root only';
  const run = tried('tools');
  return run.status === 0 ? undefined : `buildah and podman cannot be had: ${run.stderr.trim().split('\n').at(-1) ?? ''}`;
};

/** A running container. */
export interface Container {
  readonly name: string;
  /** What it has printed so far. */
  logs(): string;
  /** The exit code of its health check. */
  health(): number;
  exec(...words: readonly string[]): string;
  /** Stops it as an orchestrator does, SIGTERM first; gives the exit code and the milliseconds it took. */
  stop(grace: number): { readonly code: number; readonly milliseconds: number };
}

const started = new Set<string>();
const others: (() => void)[] = [];

/** Has something ended together with the containers. */
export const whenOver = (end: () => void): void => void others.push(end);

const settings = (environment: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]);

/** Runs a command in a container of its own, to its end; throws when it fails. */
export const runOnce = (
  image: string,
  environment: Readonly<Record<string, string>>,
  more: readonly string[],
  words: readonly string[],
): void => void images('podman', 'run', '--rm', '--network', 'host', ...settings(environment), ...more, image, ...words);

/** Throws a volume away, now and when all is over. */
export const discardedAfterwards = (volume: string): void => {
  const discard = () => void tried('podman', 'volume', 'rm', '--force', volume);
  discard();
  whenOver(discard);
};

/** Starts an image as its own user and command, on the network of this machine. */
export const start = (image: string, environment: Readonly<Record<string, string>>, more: readonly string[] = []): Container => {
  const name = `drydock-${process.pid}-${started.size}`;
  started.add(name);
  images('podman', 'run', '--detach', '--name', name, '--network', 'host', ...settings(environment), ...more, image);
  return {
    name,
    logs: () => {
      const run = tried('podman', 'logs', name);
      return run.stdout + run.stderr;
    },
    health: () => tried('podman', 'healthcheck', 'run', name).status ?? -1,
    exec: (...words) => images('podman', 'exec', name, ...words),
    stop: (grace) => {
      const from = performance.now();
      images('podman', 'stop', '--time', String(grace), name);
      const milliseconds = performance.now() - from;
      const code = Number(images('podman', 'inspect', name, '--format', '{{.State.ExitCode}}').trim());
      return { code, milliseconds };
    },
  };
};

/** Ends every container that was started here. */
export const endAll = (): void => {
  for (const name of started) tried('podman', 'rm', '--force', '--time', '2', name);
  started.clear();
  for (const end of others.splice(0)) end();
};
