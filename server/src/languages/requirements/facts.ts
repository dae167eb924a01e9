// The Python distributions that a file asks for or has locked.
import type { Span } from '../../text/span.ts';
import { isTemplatePath, type Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { fromLines, fromSetup } from './from-lines.ts';
import { fromLock, fromPipfile, fromPipfileLock, fromPyproject } from './from-tables.ts';
import type { Format, RequirementsTree } from './parse.ts';

/** One distribution that a file names. */
export interface Distribution {
  /** In its normal form: lower case, single dashes. */
  readonly name: string;
  readonly nameSpan: Span;
  /** The only version that fits: pinned with `==`, or locked. */
  readonly version: string | undefined;
  /** The version specifiers as written; empty when there are none. */
  readonly specifier: string;
  readonly extras: readonly string[];
  /** The condition behind `;`, as written; empty when there is none. */
  readonly marker: string;
  readonly kind: 'direct' | 'locked' | 'constraint';
  /** The extra or group it belongs to; nothing for what is always installed. */
  readonly group: string | undefined;
  /** Whether `group` is an extra, which nobody gets without asking for it. */
  readonly extra: boolean;
  /** For what is locked: the normal names of what it needs itself, optional ones included, as far as the lock file says. */
  readonly requires: readonly string[];
  /** The whole entry. */
  readonly span: Span;
}

/** Another file that a requirements file reads. */
export interface Include {
  /** As written, relative to the file that names it. */
  readonly path: string;
  readonly as: 'requirements' | 'constraint' | 'editable';
  readonly span: Span;
}

export interface RequirementsFacts {
  readonly uri: Uri;
  readonly format: Format;
  readonly template: 'jinja' | undefined;
  /** False when the text is not valid as it stands, so that more may be meant than is listed. */
  readonly whole: boolean;
  readonly distributions: readonly Distribution[];
  readonly includes: readonly Include[];
  /** Of pyproject.toml: the groups that a group takes in, as `{ include-group = "test" }` says it. */
  readonly included: ReadonlyMap<string, readonly string[]>;
  /** The groups that uv installs without being asked (`default-groups`); nothing where it is not written, and then it is `dev`. */
  readonly uvDefaults: readonly string[] | 'all' | undefined;
  /** Of pyproject.toml: the `build-backend` that makes a package of the project; empty where only `[build-system]` stands, nothing without it. */
  readonly backend: string | undefined;
  /** Of pyproject.toml: the distributions that build a package of the project (`requires` of `[build-system]`), in their normal form. */
  readonly builders: readonly string[];
  /** Of pyproject.toml: whose tables describe the project, the standard's `[project]` or Poetry's. */
  readonly describedBy: readonly ('project' | 'poetry')[];
  /** The Python versions the project asks for, such as `>=3.12`. */
  readonly python: { readonly specifier: string; readonly span: Span } | undefined;
}

/** What one of the readers finds. */
export type Found = Partial<
  Pick<RequirementsFacts, 'includes' | 'included' | 'uvDefaults' | 'backend' | 'builders' | 'describedBy' | 'python'>
> &
  Pick<RequirementsFacts, 'distributions'>;

const jinja = /\{%-?\s*\w|\{\{-?\s*[A-Za-z_][^{}\n]*\}\}/;

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'requirements'>): RequirementsFacts => {
  const { includes = [], included = new Map(), uvDefaults, backend, builders = [], describedBy = [], python, distributions } = found(tree);
  const template = jinja.test(tree.text) || isTemplatePath(file.uri) ? 'jinja' : undefined;
  return {
    uri: file.uri,
    format: tree.format,
    template,
    whole: tree.whole,
    distributions,
    includes,
    included,
    uvDefaults,
    backend,
    builders,
    describedBy,
    python,
  };
};

const found = (tree: RequirementsTree): Found => {
  switch (tree.format) {
    case 'requirements':
    case 'constraints':
      return fromLines(tree);
    case 'setup-cfg':
      return fromSetup(tree);
    case 'pyproject':
      return fromPyproject(tree);
    case 'pipfile':
      return fromPipfile(tree);
    case 'pipfile-lock':
      return fromPipfileLock(tree);
    default:
      return fromLock(tree);
  }
};
