import type { EntryKind } from '../knowledge/entry.ts';
import type { SourceFile } from '../text/file.ts';
import type { Span } from '../text/span.ts';
import type { AssetFacts } from './asset/facts.ts';
import type { AssetTree } from './asset/parse.ts';
import type { BakeFacts } from './bake/facts.ts';
import type { BakeTree } from './bake/parse.ts';
import type { CiFacts } from './ci/facts.ts';
import type { CloudfoundryFacts } from './cloudfoundry/facts.ts';
import type { ComposeFacts } from './compose/facts.ts';
import type { DockerfileFacts } from './dockerfile/facts.ts';
import type { DockerfileTree } from './dockerfile/parse.ts';
import type { DockerignoreFacts } from './dockerignore/facts.ts';
import type { IgnoreTree } from './dockerignore/parse.ts';
import type { DotenvFacts } from './dotenv/facts.ts';
import type { DotenvTree } from './dotenv/parse.ts';
import type { DrydockFacts } from './drydock/facts.ts';
import type { DrydockTree } from './drydock/parse.ts';
import type { HaproxyFacts } from './haproxy/facts.ts';
import type { HaproxyTree } from './haproxy/parse.ts';
import type { KubernetesFacts } from './kubernetes/facts.ts';
import type { MakefileFacts } from './makefile/facts.ts';
import type { MakefileTree } from './makefile/parse.ts';
import type { NginxFacts } from './nginx/facts.ts';
import type { NginxTree } from './nginx/parse.ts';
import type { NpmFacts } from './npm/facts.ts';
import type { ProcfileFacts } from './procfile/facts.ts';
import type { ProcfileTree } from './procfile/parse.ts';
import type { PythonFacts } from './python/facts.ts';
import type { PythonTree } from './python/parse.ts';
import type { RequirementsFacts } from './requirements/facts.ts';
import type { RequirementsTree } from './requirements/parse.ts';
import type { SectionsTree } from './sections.ts';
import type { ShellFacts } from './shell/facts.ts';
import type { ShellTree } from './shell/parse.ts';
import type { SupervisordFacts } from './supervisord/facts.ts';
import type { SystemdFacts } from './systemd/facts.ts';
import type { UwsgiFacts } from './uwsgi/facts.ts';
import type { IniTree } from './uwsgi/parse.ts';
import type { YamlTree } from './yaml.ts';

/** The tree each kind of file is parsed into. */
export interface Trees {
  readonly compose: YamlTree;
  readonly dockerfile: DockerfileTree;
  readonly dockerignore: IgnoreTree;
  readonly drydock: DrydockTree;
  readonly requirements: RequirementsTree;
  readonly python: PythonTree;
  readonly shell: ShellTree;
  readonly procfile: ProcfileTree;
  readonly supervisord: SectionsTree;
  readonly systemd: SectionsTree;
  readonly dotenv: DotenvTree;
  readonly kubernetes: YamlTree;
  readonly nginx: NginxTree;
  readonly haproxy: HaproxyTree;
  readonly ci: YamlTree;
  readonly bake: BakeTree;
  readonly makefile: MakefileTree;
  readonly npm: YamlTree;
  readonly cloudfoundry: YamlTree;
  readonly uwsgi: IniTree;
  readonly asset: AssetTree;
}

/** The located, plain data each kind of file is boiled down to. */
export interface Facts {
  readonly compose: ComposeFacts;
  readonly dockerfile: DockerfileFacts;
  readonly dockerignore: DockerignoreFacts;
  readonly drydock: DrydockFacts;
  readonly requirements: RequirementsFacts;
  readonly python: PythonFacts;
  readonly shell: ShellFacts;
  readonly procfile: ProcfileFacts;
  readonly supervisord: SupervisordFacts;
  readonly systemd: SystemdFacts;
  readonly dotenv: DotenvFacts;
  readonly kubernetes: KubernetesFacts;
  readonly nginx: NginxFacts;
  readonly haproxy: HaproxyFacts;
  readonly ci: CiFacts;
  readonly bake: BakeFacts;
  readonly makefile: MakefileFacts;
  readonly npm: NpmFacts;
  readonly cloudfoundry: CloudfoundryFacts;
  readonly uwsgi: UwsgiFacts;
  readonly asset: AssetFacts;
}

export type FileKind = keyof Trees;

/** One text, parsed. Never changes. `broken` are the spans that the language's own reader would not understand. */
export interface Parsed<K extends FileKind> {
  readonly file: SourceFile;
  readonly kind: K;
  readonly tree: Trees[K];
  readonly broken: readonly Span[];
}

export type AnyParsed = { readonly [K in FileKind]: Parsed<K> }[FileKind];

/** A comment, and the statement it stands for: the next one when it has a line of its own, else the one it trails. */
export interface Comment {
  readonly span: Span;
  /** The text after the comment sign, trimmed. */
  readonly text: string;
  readonly covers: Span;
}

/** One row of the outline. `span` is all of it, `name` what is shown and selected. */
export interface OutlineItem {
  readonly label: string;
  readonly detail: string;
  readonly kind: 'section' | 'option' | 'block' | 'key' | 'stage' | 'instruction' | 'distribution';
  readonly span: Span;
  readonly name: Span;
  readonly children: readonly OutlineItem[];
}

/** A region that can be folded, from the first character of its first line to the last one of its last line. */
export interface Fold {
  readonly span: Span;
  readonly kind: 'region' | 'comment';
}

/** What every language gives: text to tree, tree to facts, and what is under the caret. Nothing here throws. */
export interface Language<K extends FileKind> {
  readonly kind: K;
  /** Whether a file is of this kind, by its path (with `/`) and, where names lie, by its first characters. */
  claims(path: string, head: string): boolean;
  /** Whether the path alone makes it worth reading the first characters to ask `claims`. */
  mayClaim(path: string): boolean;
  parse(file: SourceFile, before?: Parsed<K>): Parsed<K>;
  facts(parsed: Parsed<K>): Facts[K];
  cursor(parsed: Parsed<K>, offset: number): Cursor;
  outline(parsed: Parsed<K>): readonly OutlineItem[];
  folds(parsed: Parsed<K>): readonly Fold[];
  comments(parsed: Parsed<K>): readonly Comment[];
  /** Whether the text holds some words within a line, where that is known without looking through all of a long text. */
  holds?(parsed: Parsed<K>, words: string): boolean;
  /** What starts a comment that has a line of its own; `/*` is closed again. */
  readonly commentSign: '#' | '//' | '/*';
}

/** What the caret is on. `typed` is what stands before the caret, `span` what a completion would replace. */
export type Cursor =
  | { readonly on: 'nothing' }
  /** A name the catalogue may know: an option, a setting. */
  | {
      readonly on: 'name';
      readonly of: EntryKind;
      readonly text: string;
      readonly span: Span;
      readonly typed: string;
      readonly section?: string;
    }
  /** A value, of the named owner. */
  | {
      readonly on: 'value';
      readonly of: EntryKind;
      readonly owner: string;
      readonly text: string;
      readonly span: Span;
      readonly typed: string;
    }
  /** A sign whose letter means something: `%d`. */
  | { readonly on: 'magic'; readonly letter: string; readonly span: Span; readonly typed: string }
  /** A name defined elsewhere in the file or the project. */
  | {
      readonly on: 'reference';
      readonly to: 'placeholder' | 'environment' | 'file' | 'section';
      readonly text: string;
      readonly span: Span;
      readonly typed: string;
      readonly owner: string;
    }
  /** The header of a section. */
  | { readonly on: 'header'; readonly text: string; readonly span: Span; readonly typed: string };
