// The images that a workflow builds, and the commands it runs.
import type { Node } from 'yaml';
import type { ShellCommand } from '../../commands/command.ts';
import { type DockerCommand, type DockerSetting, readDocker } from '../../commands/docker.ts';
import { type Argument, resolveWords, withAssignments } from '../../commands/resolve.ts';
import { splitShell } from '../../commands/shell.ts';
import { sliceOf, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { entriesOf, isMapping, itemsOf, wordOf, type YamlDocument, type YamlWord } from '../yaml.ts';

export interface CiBuild {
  readonly context: Argument | undefined;
  /** Relative to the root of the repository, or to `folder` for a command. */
  readonly dockerfile: Argument | undefined;
  readonly target: Argument | undefined;
  readonly tags: readonly Argument[];
  readonly args: readonly DockerSetting[];
  readonly platforms: Argument | undefined;
  readonly by: 'action' | 'command';
  /** The folder the step runs in, when it is written. */
  readonly folder: string | undefined;
  readonly span: Span;
}

export interface CiFacts {
  readonly uri: Uri;
  readonly template: undefined;
  readonly builds: readonly CiBuild[];
  /** Docker commands that build nothing: `docker run`, `docker compose -f a -f b`. */
  readonly docker: readonly Exclude<DockerCommand, { readonly is: 'build' }>[];
  /** The simple commands of all steps, in order. */
  readonly commands: readonly ShellCommand[];
}

/**
 * Variables that hold the folder of the repository, where steps begin (https://docs.gitlab.com/ci/variables/predefined_variables/,
 * https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
const roots: ReadonlySet<string> = new Set(['CI_PROJECT_DIR', 'GITHUB_WORKSPACE']);

/** Tree to facts. Never throws. Steps are found wherever they stand: in jobs, composite actions, hidden jobs of GitLab. */
export const facts = ({ file, tree }: Parsed<'ci'>): CiFacts => {
  const builds: CiBuild[] = [];
  const docker: CiFacts['docker'][number][] = [];
  const commands: ShellCommand[] = [];
  const run = (lines: readonly YamlWord[], folder: string | undefined) => {
    const own = lines.flatMap(({ source }) => splitShell(source));
    commands.push(...own);
    const lookup = withAssignments(own, (name) => (folder === undefined && roots.has(name) ? '.' : undefined));
    for (const command of own) {
      const words = resolveWords(command.words, lookup).map((word) => (word.text.includes('${{') ? { ...word, known: false } : word));
      const built = readDocker(words, command.span) ?? kaniko(words, command.span);
      if (built?.is === 'build') builds.push({ ...built, by: 'command', folder });
      else if (built) docker.push(built);
    }
  };
  const visit = (document: YamlDocument, node: Node | undefined, folder: string | undefined, depth: number) => {
    if (depth > 8) return;
    const items = itemsOf(document, node);
    if (items) {
      for (const item of items) if (isMapping(document, item) || itemsOf(document, item)) visit(document, item, folder, depth + 1);
      return;
    }
    const entries = entriesOf(document, node);
    const word = (key: string): YamlWord | undefined => wordOf(document, entries.get(key)?.value);
    const here = word('working-directory')?.text ?? folder;
    const uses = word('uses')?.text;
    if (uses && /(?:^|\/)build-push-action(?:@|$)/.test(uses)) builds.push(actionOf(document, node));
    const lines = ['run', 'script', 'before_script', 'after_script'].flatMap((key) => linesAt(document, entries.get(key)?.value));
    if (lines.length > 0) run(lines, here);
    for (const [key, { value }] of entries)
      if (key !== 'with' && key !== 'run' && key !== 'script') visit(document, value, here, depth + 1);
  };
  for (const document of tree.documents) visit(document, document.root, undefined, 0);
  return { uri: file.uri, template: undefined, builds, docker, commands };
};

const linesAt = (document: YamlDocument, node: Node | undefined): readonly YamlWord[] => {
  const items = itemsOf(document, node) ?? (node ? [node] : []);
  return items.flatMap((item) => {
    const nested = itemsOf(document, item);
    return nested ? nested.flatMap((one) => wordOf(document, one) ?? []) : (wordOf(document, item) ?? []);
  });
};

const plain = ({ text, span }: YamlWord): Argument => ({ text, known: !/\$\{\{|\$[A-Za-z_{]/.test(text), span });

/** `uses: docker/build-push-action` with its inputs (https://github.com/docker/build-push-action#inputs). */
const actionOf = (document: YamlDocument, step: Node | undefined): CiBuild => {
  const uses = entriesOf(document, step).get('uses');
  const inputs = entriesOf(document, entriesOf(document, step).get('with')?.value);
  const at = (key: string): YamlWord | undefined => wordOf(document, inputs.get(key)?.value);
  const one = (key: string): Argument | undefined => {
    const word = at(key);
    return word && plain(word);
  };
  return {
    context: one('context'),
    dockerfile: one('file'),
    target: one('target'),
    tags: linesIn(at('tags')),
    args: linesIn(at('build-args')).map(({ text, known, span }) => {
      const equals = text.indexOf('=');
      return { name: equals < 0 ? text : text.slice(0, equals), value: equals < 0 || !known ? undefined : text.slice(equals + 1), span };
    }),
    platforms: one('platforms'),
    by: 'action',
    folder: undefined,
    span: uses?.span ?? { from: 0, to: 0 },
  };
};

/** The lines of a block, or the parts between commas. */
const linesIn = (word: YamlWord | undefined): readonly Argument[] => {
  if (!word) return [];
  return [...word.text.matchAll(/[^\n,]*[^\n,\s][^\n,]*/g)].map((match) => {
    const start = match.index + match[0].length - match[0].trimStart().length;
    const text = match[0].trim();
    const source = sliceOf(word.source, start, start + text.length);
    return { text, known: !/\$\{\{|\$[A-Za-z_{]/.test(text), span: spanIn(source, 0, text.length) };
  });
};

/** `/kaniko/executor --context . --dockerfile x --destination y`. */
const kaniko = (words: readonly Argument[], span: Span): DockerCommand | undefined => {
  const at = words.findIndex(({ text }) => /(?:^|\/)kaniko\/executor$/.test(text));
  if (at < 0) return undefined;
  const option = (name: string): Argument | undefined => {
    const i = words.findIndex(({ text }) => text === `--${name}` || text.startsWith(`--${name}=`));
    const word = words[i];
    if (!word) return undefined;
    return word.text === `--${name}` ? words[i + 1] : { ...word, text: word.text.slice(name.length + 3) };
  };
  const tag = option('destination');
  return {
    is: 'build',
    context: option('context'),
    dockerfile: option('dockerfile'),
    target: option('target'),
    tags: tag ? [tag] : [],
    args: [],
    platforms: undefined,
    span,
  };
};
