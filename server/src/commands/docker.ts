// `docker build`, `docker run` and `docker compose` on a command line, of Podman and Buildah too.
import type { Span } from '../text/span.ts';
import type { Argument } from './resolve.ts';
import { programOf, unwrap } from './wrappers.ts';

/** `NAME=value`; the value is missing where the variable of the shell is passed on. */
export interface DockerSetting {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
}

export interface DockerBuild {
  readonly is: 'build';
  /** The folder, an address, or `-`; nothing when it is not written. */
  readonly context: Argument | undefined;
  /** As written: relative to the folder the command runs in. */
  readonly dockerfile: Argument | undefined;
  readonly target: Argument | undefined;
  readonly tags: readonly Argument[];
  readonly args: readonly DockerSetting[];
  readonly platforms: Argument | undefined;
  readonly span: Span;
}

export interface DockerRun {
  readonly is: 'run';
  readonly image: Argument | undefined;
  readonly words: readonly Argument[];
  readonly publish: readonly Argument[];
  readonly environment: readonly DockerSetting[];
  readonly envFiles: readonly Argument[];
  readonly volumes: readonly Argument[];
  readonly volumesFrom: readonly Argument[];
  readonly name: Argument | undefined;
  readonly user: Argument | undefined;
  readonly entrypoint: Argument | undefined;
  readonly span: Span;
}

/** The files that are given with `-f`, in order: later ones override. */
export interface DockerCompose {
  readonly is: 'compose';
  readonly files: readonly Argument[];
  readonly verb: string;
  readonly span: Span;
}

export type DockerCommand = DockerBuild | DockerRun | DockerCompose;

const buildValues =
  /^(?:-[ftom]|--(?:file|tag|target|build-arg|platform|progress|output|cache-from|cache-to|secret|ssh|label|network|builder|add-host|iidfile|metadata-file|load-from|build-context|shm-size|ulimit|attest|provenance|sbom|allow|annotation|isolation|memory|cgroup-parent|cpu-\w+|security-opt|layers|jobs))$/;
const runSwitches =
  /^(?:-[dtiP]+|--(?:rm|detach|tty|interactive|init|privileged|read-only|publish-all|no-healthcheck|oom-kill-disable|sig-proxy|disable-content-trust|help|quiet))$|^-q$/;

/** Reads the words of a command; nothing when it is none of these. */
export const readDocker = (command: readonly Argument[], span: Span): DockerCommand | undefined => {
  const { words } = unwrap(command);
  const program = programOf(words[0]);
  if (program === 'docker-compose') return readCompose(words.slice(1), span);
  if (program === 'buildah') return /^(?:bud|build)$/.test(words[1]?.text ?? '') ? readBuild(words.slice(2), span) : undefined;
  if (program !== 'docker' && program !== 'podman' && program !== 'nerdctl') return undefined;
  let at = 1;
  while (words[at]?.text.startsWith('-')) at += /^(?:-[HcDl]|--(?:context|host|config|log-level))$/.test(words[at]?.text ?? '') ? 2 : 1;
  const verb = words[at]?.text;
  const rest = words.slice(at + 1);
  if (verb === 'compose') return readCompose(rest, span);
  if (verb === 'build') return readBuild(rest, span);
  if ((verb === 'buildx' || verb === 'builder' || verb === 'image') && rest[0]?.text === 'build') return readBuild(rest.slice(1), span);
  if (verb === 'run' || verb === 'create') return readRun(rest, span);
  return verb === 'container' && /^(?:run|create)$/.test(rest[0]?.text ?? '') ? readRun(rest.slice(1), span) : undefined;
};

/** What stands behind the `=` of a word. */
const behind = (word: Argument, from: number): Argument => {
  const plain = word.span.to - word.span.from === word.text.length;
  return { ...word, text: word.text.slice(from), span: plain ? { from: word.span.from + from, to: word.span.to } : word.span };
};

/** Options and free words in order; `takes` says which options have a value. Free words end at the first one when `once` is set. */
const readOptions = (words: readonly Argument[], takes: (flag: string) => boolean, once: boolean) => {
  const options: { readonly name: string; readonly value: Argument | undefined }[] = [];
  let i = 0;
  const free: Argument[] = [];
  for (; i < words.length; i++) {
    const word = words[i];
    if (!word) break;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') {
      if (once) break;
      free.push(word);
      continue;
    }
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    const name = equals > 0 ? text.slice(0, equals) : text;
    if (equals > 0) options.push({ name, value: behind(word, equals + 1) });
    else if (takes(name)) options.push({ name, value: words[++i] });
    // `-p8000:8000`, `-eX=1`.
    else if (/^-[ftpevwu]./.test(name) && takes(name.slice(0, 2))) options.push({ name: name.slice(0, 2), value: behind(word, 2) });
    else options.push({ name, value: undefined });
  }
  const all = (...names: readonly string[]): readonly Argument[] =>
    options.flatMap((one) => (names.includes(one.name) && one.value ? [one.value] : []));
  return { all, last: (...names: readonly string[]) => all(...names).at(-1), free, rest: words.slice(i) };
};

const settingOf = ({ text, known, span }: Argument): DockerSetting => {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  return { name, value: equals < 0 || !known ? undefined : text.slice(equals + 1), span };
};

const readBuild = (words: readonly Argument[], span: Span): DockerBuild => {
  const { all, last, free } = readOptions(words, (flag) => buildValues.test(flag), false);
  return {
    is: 'build',
    context: free.at(-1),
    dockerfile: last('-f', '--file'),
    target: last('--target'),
    tags: all('-t', '--tag'),
    args: all('--build-arg').map(settingOf),
    platforms: last('--platform'),
    span,
  };
};

const readRun = (words: readonly Argument[], span: Span): DockerRun => {
  const { all, last, rest } = readOptions(words, (flag) => !runSwitches.test(flag), true);
  return {
    is: 'run',
    image: rest[0],
    words: rest.slice(1),
    publish: all('-p', '--publish'),
    environment: all('-e', '--env').map(settingOf),
    envFiles: all('--env-file'),
    volumes: all('-v', '--volume', '--mount'),
    volumesFrom: all('--volumes-from'),
    name: last('--name'),
    user: last('-u', '--user'),
    entrypoint: last('--entrypoint'),
    span,
  };
};

const readCompose = (words: readonly Argument[], span: Span): DockerCompose => {
  const { all, rest } = readOptions(
    words,
    (flag) => /^(?:-[fp]|--(?:file|project-name|profile|env-file|project-directory|ansi|progress|parallel))$/.test(flag),
    true,
  );
  return { is: 'compose', files: all('-f', '--file'), verb: rest[0]?.text ?? '', span };
};
