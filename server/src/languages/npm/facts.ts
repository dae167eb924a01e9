// The scripts of a package.json, and the folder that its build writes to.
import { type Argument, resolveWords } from '../../commands/resolve.ts';
import { splitShell } from '../../commands/shell.ts';
import { unwrap } from '../../commands/wrappers.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { entriesOf, wordOf } from '../yaml.ts';

/** A folder that a script writes to. */
export interface BuildOutput {
  /** Relative to the folder of package.json. */
  readonly folder: string;
  /** The program that writes it. */
  readonly by: string;
  /** True when the script says so; a configuration file of the program may say otherwise where its default is taken. */
  readonly written: boolean;
  readonly script: string;
  readonly span: Span;
}

export interface NpmFacts {
  readonly uri: Uri;
  readonly template: undefined;
  readonly scripts: ReadonlyMap<string, { readonly line: string; readonly span: Span }>;
  readonly outputs: readonly BuildOutput[];
  /** The names of all packages it depends on, those for development too. */
  readonly dependencies: ReadonlyMap<string, Span>;
}

/** Where the tools write when nothing says otherwise, and how a script says otherwise. */
const tools: Readonly<Record<string, { readonly verb: RegExp; readonly folder: string; readonly option: RegExp }>> = {
  vite: { verb: /^build$/, folder: 'dist', option: /^--outDir$/ },
  'vue-cli-service': { verb: /^build$/, folder: 'dist', option: /^--dest$/ },
  'react-scripts': { verb: /^build$/, folder: 'build', option: /^$/ },
  ng: { verb: /^build$/, folder: 'dist', option: /^--output-path$/ },
  next: { verb: /^(?:build|export)$/, folder: '.next', option: /^$/ },
  nuxt: { verb: /^(?:build|generate)$/, folder: '.output', option: /^$/ },
  parcel: { verb: /^build$/, folder: 'dist', option: /^--dist-dir$|^-d$|^--out-dir$/ },
  webpack: { verb: /^(?:build|bundle|--.*|)$/, folder: 'dist', option: /^-o$|^--output-path$/ },
  esbuild: { verb: /.*/, folder: '', option: /^--out(?:dir|file)$/ },
  tailwindcss: { verb: /.*/, folder: '', option: /^-o$|^--output$/ },
  '@tailwindcss/cli': { verb: /.*/, folder: '', option: /^-o$|^--output$/ },
  postcss: { verb: /.*/, folder: '', option: /^-o$|^--output$|^-d$|^--dir$/ },
  tsc: { verb: /.*/, folder: '', option: /^--outDir$/ },
  astro: { verb: /^build$/, folder: 'dist', option: /^--outDir$/ },
  'svelte-kit': { verb: /^build$/, folder: 'build', option: /^$/ },
};

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'npm'>): NpmFacts => {
  const [document] = tree.documents;
  const scripts = new Map<string, { readonly line: string; readonly span: Span }>();
  const outputs: BuildOutput[] = [];
  const dependencies = new Map<string, Span>();
  if (!document) return { uri: file.uri, template: undefined, scripts, outputs, dependencies };
  const root = entriesOf(document, document.root);
  for (const key of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, { keySpan }] of entriesOf(document, root.get(key)?.value)) dependencies.set(name, keySpan);
  }
  for (const [name, { value }] of entriesOf(document, root.get('scripts')?.value)) {
    const line = wordOf(document, value);
    if (!line) continue;
    scripts.set(name, { line: line.text, span: line.span });
    for (const command of splitShell(line.source)) {
      const output = outputOf(unwrap(withoutRunner(resolveWords(command.words))).words);
      if (output) outputs.push({ ...output, script: name, span: command.span });
    }
  }
  return { uri: file.uri, template: undefined, scripts, outputs, dependencies };
};

/** `npx vite build`, `cross-env A=1 webpack`. */
const withoutRunner = (words: readonly Argument[]): readonly Argument[] => {
  let at = 0;
  while (/^(?:npx|bunx|cross-env|env|dotenv|--|-y|--yes|node|[A-Z_]+=\S*)$/.test(words[at]?.text ?? '')) at++;
  return words.slice(at);
};

const outputOf = ([program, ...rest]: readonly Argument[]): Pick<BuildOutput, 'folder' | 'by' | 'written'> | undefined => {
  const name = program?.text.replace(/^.*node_modules\/(?:\.bin\/)?/, '') ?? '';
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (!tool?.verb.test(rest[0]?.text ?? '')) return undefined;
  for (const [i, word] of rest.entries()) {
    const [flag = '', value] = word.text.split('=', 2);
    const given = tool.option.test(flag) ? (value ?? rest[i + 1]?.text) : undefined;
    if (given) return { folder: folderOf(given), by: name, written: true };
  }
  return tool.folder ? { folder: tool.folder, by: name, written: false } : undefined;
};

/** A file that is written stands for its folder. */
const folderOf = (path: string): string => {
  const clean = path.replace(/^\.\//, '').replace(/\/$/, '');
  return /\.(?:css|js|mjs|map)$/.test(clean) ? clean.replace(/\/?[^/]*$/, '') || '.' : clean;
};
