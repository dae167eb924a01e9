// Which uWSGI a project installs, whether it runs in a container, and which distributions it installs.
import { pythonTools } from '../../commands/installs.ts';
import type { Install, Stage } from '../../languages/dockerfile/facts.ts';
import type { Base } from '../../languages/dockerfile/image.ts';
import { allPythonNames, installsLike, installsThat } from '../../languages/dockerfile/installs.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import { memo } from '../../languages/memo.ts';
import type { Distribution } from '../../languages/requirements/facts.ts';
import type { Location } from '../../text/span.ts';
import { slashPath, type Uri } from '../../text/uri.ts';
import type { Config } from '../config.ts';
import type { Distributions, Project, UwsgiTarget } from '../project.ts';

type All = Project['all'];
type Files = Pick<All, 'dockerfile' | 'requirements'>;

/**
 * The uWSGI that the releases of Debian and Ubuntu carry.
 * Debian bullseye, bookworm and trixie were read from their package lists in November 2026; buster and the Ubuntu releases
 * are general knowledge, to be confirmed at https://packages.ubuntu.com/search?keywords=uwsgi-core.
 */
const packaged: Readonly<Record<string, string>> = {
  buster: '2.0.18',
  bullseye: '2.0.19.1',
  bookworm: '2.0.21',
  trixie: '2.0.28',
  focal: '2.0.18',
  jammy: '2.0.20',
  noble: '2.0.24',
};

/** The names uWSGI has on the Python package index, and its Debian packages that bring the server. */
const onIndex: ReadonlySet<string> = new Set(['uwsgi', 'pyuwsgi']);
const inDebian = /^uwsgi(?:-core|-plugin-python3?|-plugins-all|-emperor)?$/;

interface Claim {
  /** Nothing when the source says that uWSGI is installed, but not which. */
  readonly version: string | undefined;
  readonly build: UwsgiTarget['build'];
  readonly at: Location;
}

/** A release without what packagers add: `2.0.27.post1` and `2.0.21-5.1` are 2.0.27 and 2.0.21. */
const releaseOf = (version: string): string | undefined => /^\d+(?:\.\d+)+/.exec(version.replace(/^\d+:/, ''))?.[0];

const isUwsgi = (tool: Install['tool'], name: string): boolean =>
  onIndex.has(name) || (tool === 'apt' && inDebian.test(name)) || name === 'uwsgi-python3';

const installsOfUwsgi = installsThat(isUwsgi);

const fromImage = (install: Install, uri: Uri): readonly Claim[] => {
  const { tool, name, version, span, stage } = install;
  const at = { uri, span };
  if ((pythonTools.has(tool) || tool === 'conda') && onIndex.has(name)) {
    return [{ version: version && releaseOf(version), build: tool === 'conda' ? 'unknown' : 'pip', at }];
  }
  if (tool === 'apt' && inDebian.test(name)) {
    return [{ version: version ? releaseOf(version) : packagedIn(stage.base), build: 'debian', at }];
  }
  if (tool === 'apk' && (name === 'uwsgi' || name === 'uwsgi-python3')) {
    return [{ version: version && releaseOf(version), build: 'unknown', at }];
  }
  return [];
};

const packagedIn = (base: Base | undefined): string | undefined =>
  base?.release !== undefined && (base.system === 'debian' || base.system === 'ubuntu') ? packaged[base.release] : undefined;

const fromList = (all: Files, kind: Distribution['kind']): readonly Claim[] =>
  all.requirements.flatMap(({ facts }) =>
    facts.distributions
      .filter((one) => one.kind === kind && onIndex.has(one.name) && facts.template === undefined)
      .map(({ version, span }) => ({ version: version && releaseOf(version), build: 'pip' as const, at: { uri: facts.uri, span } })),
  );

/** What one kind of source says: one version, none, or several that differ. */
const agree = (claims: readonly Claim[]): Fact<string> => {
  const pinned = claims.filter((claim) => claim.version !== undefined);
  const [first] = pinned;
  if (first?.version === undefined) return absent;
  return pinned.every(({ version }) => version === first.version) ? known(first.version, first.at) : dynamic(first.at);
};

const nowhere: Location = { uri: '' as Uri, span: { from: 0, to: 0 } };

/** The uWSGI a project runs: drydock.yaml before Dockerfiles before lock files before requirements. Sources of one kind that differ make it dynamic. */
export const uwsgiTarget = ({ uwsgiVersion, uwsgiBuild }: Pick<Config, 'uwsgiVersion' | 'uwsgiBuild'>, all: Files): UwsgiTarget => {
  const images = all.dockerfile.flatMap(({ facts }) =>
    facts.template ? [] : installsOfUwsgi(facts).flatMap((one) => fromImage(one, facts.uri)),
  );
  const locked = fromList(all, 'locked');
  const direct = fromList(all, 'direct');
  const builds = new Set([...images, ...locked, ...direct].map(({ build }) => build));
  const [only] = builds;
  const build = uwsgiBuild ?? (builds.size === 1 && only ? only : 'unknown');
  const told =
    uwsgiVersion && /^\d+(?:\.\d+)*/.test(uwsgiVersion.version) ? known(uwsgiVersion.version, uwsgiVersion.at ?? nowhere) : absent;
  const version = [told, agree(images), agree(locked), agree(direct)].find(({ state }) => state !== 'absent') ?? absent;
  return { version, build };
};

/** What says that a stage is of Python; kept for as long as the stage says the same, wherever it moves. */
const saysPython = memo((_: object): { answer?: boolean } => ({}));
const isPython = (stage: Stage): boolean => {
  const slot = saysPython(stage.core);
  slot.answer ??= [stage.entrypoint, stage.cmd].some((start) => start && server.test(start.instruction.line.text)) || runsPython(stage);
  return slot.answer;
};
const runsPython = (stage: Stage): boolean => {
  if (stage.base?.family === 'python' || stage.base?.family === 'uv') return true;
  return stage.runs.some(({ command, installation }) => {
    if (installation && pythonTools.has(installation.tool)) return true;
    if (installation?.packages.some(({ name }) => /^(?:python3?|uwsgi)(?:$|-)/.test(name))) return true;
    return command.words.some(({ text }) => /(?:^|\/)manage\.py$/.test(text));
  });
};
const server = /(?:^|[\s/"[])(?:uwsgi|gunicorn|uvicorn|daphne|hypercorn|granian|waitress-serve|manage\.py)(?=[\s"\],]|$)/;

/** An image of the project's own or of somebody's, which may well hold Python, with the whole project copied into it. */
const mayRunPython = ({ base, image, copies }: Stage): boolean =>
  (base === undefined || (base.family === 'other' && image.text.includes('/'))) &&
  copies.some(({ from, sources }) => !from && sources.some(({ text }) => text === '.' || text === './'));

/**
 * Whether the project runs in a container: the first Dockerfile that builds an image with Python in it, or else one that may.
 * Development containers do not count.
 */
export const containerOf = (all: Pick<All, 'dockerfile'>): Fact<true> => {
  let perhaps: Fact<true> = absent;
  for (const { facts } of all.dockerfile) {
    if (facts.template || slashPath(facts.uri).includes('/.devcontainer/')) continue;
    for (const stage of facts.stages) {
      const at = { uri: facts.uri, span: stage.from.content };
      if (isPython(stage)) return known(true, at);
      if (perhaps.state === 'absent' && mayRunPython(stage)) perhaps = known(true, at);
    }
  }
  return perhaps;
};

/** What requirement and lock files list, by normal name. */
const listedIn = memo((files: All['requirements']) => {
  const direct = new Map<string, Location>();
  const locked = new Map<string, Location>();
  for (const { facts } of files) {
    for (const { kind, name, span } of facts.distributions) {
      const list = kind === 'direct' ? direct : kind === 'locked' ? locked : undefined;
      if (list && !list.has(name)) list.set(name, { uri: facts.uri, span });
    }
  }
  return { direct, locked };
});

/** The Python distributions that files and Dockerfiles install, by normal name. What a person wrote comes before what a tool locked. */
export const distributionsOf = ({ dockerfile, requirements }: Files): Distributions => {
  const inImages = (name: string): Location | undefined => {
    for (const { facts } of dockerfile) {
      if (!allPythonNames(facts).has(name)) continue;
      const [first] = installsLike(facts.stages, (tool, one) => one === name && pythonTools.has(tool));
      if (first) return { uri: facts.uri, span: first.span };
    }
    return undefined;
  };
  return {
    has(name) {
      const { direct, locked } = listedIn(requirements);
      if (direct.has(name) || locked.has(name)) return true;
      return dockerfile.some(({ facts }) => allPythonNames(facts).has(name));
    },
    get(name) {
      const { direct, locked } = listedIn(requirements);
      return direct.get(name) ?? inImages(name) ?? locked.get(name);
    },
    names() {
      const { direct, locked } = listedIn(requirements);
      const images = dockerfile.flatMap(({ facts }) => [...allPythonNames(facts)]);
      return new Set([...direct.keys(), ...images, ...locked.keys()]);
    },
  };
};
