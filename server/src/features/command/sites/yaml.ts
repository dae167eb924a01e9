// Commands and variables in YAML: lists of words, strings, and the ways to write them.
import { listCaret } from '../../../commands/caret.ts';
import { offsetIn, type Spliced, sliceOf, spanIn, unspliced } from '../../../commands/spliced.ts';
import type { YamlWord } from '../../../languages/yaml.ts';
import type { YamlCaret } from '../../../languages/yaml-caret.ts';
import { shellWriting, type Writing } from '../place.ts';
import { type Site, shellSite } from '../site.ts';

/** Whether a text can stand without quotes where a scalar begins. */
const plain = /^(?![-?:](?:\s|$))[^\s&*!|>'"%@`{}[\],#][^#\n,[\]{}]*$/;

/** How an item of a list, or a scalar alone, is written at the caret. */
const writingOf = ({ style, list, source }: YamlCaret): Writing['write'] => {
  if (style === '"') return (text) => JSON.stringify(text).slice(1, -1);
  if (style === "'") return (text) => text.replaceAll("'", "''");
  if (list?.flow && list.fresh) return (text) => JSON.stringify(text);
  // Behind its beginning a plain scalar takes nearly everything.
  return (text) => (source.text !== '' || (plain.test(text) && !/: |:$/.test(text)) ? text : JSON.stringify(text));
};

/** The command whose words are the items of a list; `before` are words that stand elsewhere, in front. */
export const listSite = (caret: YamlCaret, offset: number, before: readonly YamlWord[] = [], skip = 0): Site | undefined => {
  const { list, source, span } = caret;
  if (!list || list.at < skip) return undefined;
  const here = { text: source.text, known: true, span, spliced: source };
  const words = list.words.map((word) => ({
    text: word?.text ?? '',
    known: true,
    span: word?.span ?? span,
    spliced: word?.source ?? unspliced('', offset),
  }));
  const all = list.fresh
    ? [...words.slice(0, list.at), here, ...words.slice(list.at)]
    : words.map((word, i) => (i === list.at ? here : word));
  const first = before.map(({ text, span: at, source: spliced }) => ({ text, known: true, span: at, spliced }));
  const found = listCaret([...first, ...all.slice(skip)], first.length + list.at - skip, offset);
  return found && { on: 'word', caret: found, writing: { form: 'list', write: writingOf(caret) } };
};

/** A string that is split into words, or a line for a shell. Without a shell line ends part words as blanks do. */
export const stringSite = ({ source, style }: YamlCaret, offset: number, shell: boolean): Site | undefined => {
  const text = shell ? source.text : source.text.replaceAll('\n', ' ');
  const found = shellSite(
    { text, stretches: source.stretches },
    offset,
    style === '"' ? (written) => JSON.stringify(written).slice(1, -1) : undefined,
  );
  return found?.on === 'word' || found?.on === 'value' ? found : undefined;
};

/** The name behind `image:`. Read from the line: with its colon at the end, `postgres:` is a mapping to YAML. */
export const imageSite = (text: string, offset: number): Site | undefined => {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = /^([ \t]*(?:-[ \t]+)?image:[ \t]+["']?)([^\s#"']*)$/.exec(text.slice(start, offset));
  if (!before) return undefined;
  const typed = before[2] ?? '';
  const rest = /^[^\s#"']*/.exec(text.slice(offset))?.[0] ?? '';
  const from = offset - typed.length;
  return { on: 'image', text: typed + rest, typed, spanFrom: (by) => ({ from: from + by, to: offset + rest.length }) };
};

/** A variable of a map, or of a list with equals signs. */
export const variableSite = (caret: YamlCaret, offset: number, owner: number, names: readonly string[]): Site | undefined => {
  const { path, source, on, list, span } = caret;
  const given = new Set(names);
  if (list) {
    const equals = source.text.indexOf('=');
    const at = offsetIn(source, offset);
    const name = equals < 0 ? source.text : source.text.slice(0, equals);
    given.delete(name);
    if (equals < 0 || at <= equals) {
      const nameSpan = source.text === '' ? span : spanIn(source, 0, name.length);
      return { on: 'name', name, span: nameSpan, equals: equals < 0 ? '=' : '', given };
    }
    return valueSite(name, sliceOf(source, equals + 1, source.text.length), source.text.slice(equals + 1, at));
  }
  if (on === 'key') {
    const name = source.text;
    given.delete(name);
    return { on: 'name', name, span, equals: caret.colon ? '' : ': ', given };
  }
  const name = path[owner];
  return typeof name === 'string' ? valueSite(name, source, source.text.slice(0, offsetIn(source, offset))) : undefined;
};

const valueSite = (name: string, value: Spliced, typed: string): Site => ({ on: 'value', name, value, typed, writing: shellWriting(true) });
