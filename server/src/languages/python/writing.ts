// How a Python file is written, and edits that keep to it: its line ends, indentation and quotes, its commas and comments.
import { type Edit, insert, replace } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { lazyFields, memo, memoOfAll } from '../memo.ts';
import type { PythonFacts } from './facts.ts';
import { bodyOf } from './parse.ts';

/** A Python file of the project and the habits of its text. */
export interface Written {
  readonly uri: Uri;
  readonly text: string;
  readonly end: '\n' | '\r\n';
  readonly indent: string;
  readonly quote: '"' | "'";
  /** The names that its top level binds, in any way. */
  readonly names: ReadonlyMap<string, unknown>;
  /** Behind the last import of the top level; behind the docstring and comments at the head when there is none. */
  readonly afterImports: number;
  /** Where the first setting is given a value; the end of the text when there is none. */
  readonly firstSetting: number;
  /** True when the module imports that name before it sets anything: below its settings, or in a function, an import comes too late. */
  imports(module: string): boolean;
}

/** The habits of a file; each is found out when it is asked for, which most of them are only for a fix. */
export const writtenOf = ({ parsed, facts }: { readonly parsed: Parsed<'python'>; readonly facts: PythonFacts }): Written =>
  written(parsed, facts);

const written = memoOfAll((parsed: Parsed<'python'>, facts: PythonFacts): Written => {
  const { text, uri } = parsed.file;
  const made: Written = habits(
    {
      uri,
      text,
      imports: (module: string) =>
        facts.imports.some(
          ({ level, module: name, names, star, span: { from } }) =>
            level === 0 &&
            name === module &&
            names === undefined &&
            !star &&
            from < made.firstSetting &&
            (from === 0 || text[from - 1] === '\n'),
        ),
    },
    {
      names: () => facts.names,
      end: () => (text.includes('\r\n') ? '\r\n' : '\n'),
      indent: () => /^([ \t]+)\S/m.exec(text)?.[1] ?? '    ',
      quote: () => ((text.match(/"/g)?.length ?? 0) > (text.match(/'/g)?.length ?? 0) ? '"' : "'"),
      afterImports: () => behindImports(parsed),
      firstSetting: () => firstSetting(parsed),
    },
  );
  return made;
});
const habits = lazyFields<Pick<Written, 'names' | 'end' | 'indent' | 'quote' | 'afterImports' | 'firstSetting'>>(
  'names',
  'end',
  'indent',
  'quote',
  'afterImports',
  'firstSetting',
);

/** Folders are often set among the imports. */
const setting = /^(?!\w*(?:DIR|ROOT|PATH)\w*\s*[:=])[A-Z][A-Z\d_]*\s*(?::[^=\n]+)?=(?!=)/m;

const firstSetting = memo(({ file: { text } }: Parsed<'python'>): number => setting.exec(text)?.index ?? text.length);

const behindImports = ({ file: { text }, tree }: Parsed<'python'>): number => {
  let afterImports = 0;
  let first = true;
  for (const { at, chunk } of tree.chunks) {
    for (const statement of bodyOf(chunk)) {
      const docstring = first && statement.is === 'expression' && statement.value.is === 'string';
      if (docstring || statement.is === 'import' || statement.is === 'from') afterImports = lineAfter(text, at + statement.span.to);
      first = false;
    }
  }
  return afterImports;
};

/** The beginning of the line after an offset; the end of the text when that is the last one. */
export const lineAfter = (text: string, offset: number): number => {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
};

/** The beginning of the line an offset lies in. */
export const lineOf = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Lines put in front of an offset that begins a line, in the file's own line ends. */
export const linesAt = (written: Written, offset: number, lines: readonly string[]): Edit => {
  const { text, end } = written;
  const gap = offset > 0 && text[offset - 1] !== '\n' ? end : '';
  return insert(offset, gap + lines.map((line) => line + end).join(''));
};

/** The edit that brings a plain `import`; nothing when it is there. Goes in front of the first of the other imports, above all settings. */
export const importOf = (written: Written, module: string): readonly Edit[] => {
  if (written.imports(module)) return [];
  const first = /^(?:from[ \t]+[\w.]+[ \t]+import\b|import[ \t]+\w)/m.exec(written.text);
  if (first && first.index < written.firstSetting) return [linesAt(written, first.index, [`import ${module}`])];
  return [linesAt(written, Math.min(written.afterImports, written.firstSetting), [`import ${module}`, ''])];
};

/** True when nothing but blanks stands in front of an offset on its line. */
const beginsLine = (text: string, offset: number): boolean => text.slice(lineOf(text, offset), offset).trim() === '';

/** Behind an offset: past blanks, line breaks and comments, the comma if there is one. */
const commaAfter = (text: string, offset: number): number | undefined => {
  const match = /^(?:\s|#[^\n]*)*,/.exec(text.slice(offset));
  return match ? offset + match[0].length : undefined;
};

/**
 * Puts an item behind another one of the same list, tuple or set: on a line of its own when the other one has one, with the
 * comma where the list needs it. `code` is the item as Python writes it.
 */
export const itemAfter = ({ text, end }: Written, item: Span, code: string): Edit => {
  const comma = commaAfter(text, item.to);
  if (!beginsLine(text, item.from)) return insert(comma ?? item.to, comma === undefined ? `, ${code}` : ` ${code},`);
  const blanks = text.slice(lineOf(text, item.from), item.from);
  if (comma === undefined) return insert(item.to, `,${end}${blanks}${code}`);
  // A comment behind the comma stays with its item.
  const rest = /^[ \t]*(?:#[^\r\n]*)?/.exec(text.slice(comma))?.[0] ?? '';
  return insert(comma + rest.length, `${end}${blanks}${code},`);
};

/** Puts an item in front of another one of the same list. */
export const itemBefore = ({ text, end }: Written, item: Span, code: string): Edit => {
  if (!beginsLine(text, item.from)) return insert(item.from, `${code}, `);
  return insert(item.from, `${code},${end}${text.slice(lineOf(text, item.from), item.from)}`);
};

/** Takes an item out of a list, with its comma, the comment behind it and its line when it has one of its own. */
export const itemRemoved = ({ text }: Written, item: Span): Edit => {
  const comma = commaAfter(text, item.to) ?? item.to;
  if (beginsLine(text, item.from)) {
    const rest = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(comma))?.[0];
    if (rest !== undefined) return replace({ from: lineOf(text, item.from), to: comma + rest.length }, '');
  }
  const blanks = /^[ \t]*/.exec(text.slice(comma))?.[0].length ?? 0;
  if (comma > item.to) return replace({ from: item.from, to: comma + blanks }, '');
  // The last one without a comma: the comma in front of it goes.
  const before = /,[ \t]*$/.exec(text.slice(0, item.from))?.[0].length ?? 0;
  return replace({ from: item.from - before, to: item.to }, '');
};
