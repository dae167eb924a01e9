// The tree of a file that lists Python distributions: logical lines for pip's own format, tables for TOML, one value for JSON.
import type { SourceFile } from '../../text/file.ts';
import { slashPath, type Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { type RequirementLine, readLines } from './lines.ts';
import { readJson, readTolerantly } from './tolerant.ts';
import { readToml } from './toml.ts';
import type { Table, Value } from './value.ts';

export type Format =
  | 'requirements'
  | 'constraints'
  | 'pyproject'
  | 'pipfile'
  | 'pipfile-lock'
  | 'poetry-lock'
  | 'uv-lock'
  | 'pdm-lock'
  | 'pylock'
  | 'setup-cfg';

export interface RequirementsTree {
  readonly text: string;
  readonly format: Format;
  /** The lines, which cover the text without a gap; none for lock files, which no person writes. */
  readonly lines: readonly RequirementLine[];
  /** The tables of a TOML file. */
  readonly tables: readonly Table[];
  /** The value of a JSON file. */
  readonly json: Value | undefined;
  /** False for TOML that is not valid as it stands: half-typed, usually. What could be read of it may not be all. */
  readonly whole: boolean;
}

const byName: Readonly<Record<string, Format>> = {
  'pyproject.toml': 'pyproject',
  Pipfile: 'pipfile',
  'Pipfile.lock': 'pipfile-lock',
  'poetry.lock': 'poetry-lock',
  'uv.lock': 'uv-lock',
  'pdm.lock': 'pdm-lock',
  'setup.cfg': 'setup-cfg',
};

/** What a file's path says it is; nothing when it lists no distributions. */
export const formatOf = (path: string): Format | undefined => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (Object.hasOwn(byName, name)) return byName[name];
  if (/^pylock(?:\.[^.]+)?\.toml$/.test(name)) return 'pylock';
  if (!/\.(?:txt|in|pip)$/i.test(name)) return undefined;
  if (/^constraints?(?:[._-].*)?\.(?:txt|in)$/i.test(name) || /[._-]constraints?\.(?:txt|in)$/i.test(name)) return 'constraints';
  const named = /(?:^|[._-])requirements?(?:[._-]|$)|^requirements/i.test(name.replace(/\.(?:txt|in|pip)$/i, ''));
  return named || /(?:^|\/)requirements\/(?:[^/]+\/)?[^/]+$/i.test(path) ? 'requirements' : undefined;
};

const locks: ReadonlySet<Format> = new Set(['pipfile-lock', 'poetry-lock', 'uv-lock', 'pdm-lock', 'pylock']);
const pipFormats: ReadonlySet<Format> = new Set(['requirements', 'constraints', 'setup-cfg']);

export const parseRequirements = (uri: Uri, text: string): RequirementsTree => {
  const format = formatOf(slashPath(uri)) ?? 'requirements';
  const lines = locks.has(format) ? [] : readLines(text);
  if (pipFormats.has(format)) return { text, format, lines, tables: [], json: undefined, whole: true };
  if (format === 'pipfile-lock') return { text, format, lines, tables: [], json: readJson(text), whole: true };
  if (locks.has(format)) {
    const { tables, broken } = readTolerantly(text);
    return { text, format, lines, tables, json: undefined, whole: broken.length === 0 };
  }
  return { text, format, lines, json: undefined, ...readToml(text) };
};

/** Nothing is called broken: these files belong to their own tools. */
export const parse = (file: SourceFile): Parsed<'requirements'> => ({
  file,
  kind: 'requirements',
  tree: parseRequirements(file.uri, file.text),
  broken: [],
});
