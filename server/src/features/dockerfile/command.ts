// The command under the caret of RUN, CMD, ENTRYPOINT and HEALTHCHECK, in shell and JSON form.

import { listCaret } from '../../commands/caret.ts';
import { offsetIn, type Spliced, sliceOf, spanIn, unspliced } from '../../commands/spliced.ts';
import type { Spot } from '../../languages/dockerfile/cursor.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import type { Heredoc } from '../../languages/dockerfile/heredoc.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { jsonWriting, type Setting } from '../command/place.ts';
import { type Site, shellSite } from '../command/site.ts';

/** The script in a here-document of RUN. */
export const inHeredoc = (instruction: Instruction, heredoc: Heredoc, offset: number): Site | undefined => {
  const { line, script, heredocs } = instruction;
  if (instruction.name !== 'RUN') return undefined;
  const before = line.text.slice(instruction.body.from, heredoc.at.from).trim();
  // A here-document that another program reads holds its language.
  if (heredocs.length !== 1 || !/^(?:(?:\/bin\/)?(?:ba|da|a)?sh\b.*)?$/.test(before)) return undefined;
  const from = line.text.length + 1;
  const text = script.text.slice(from, from + heredoc.body.to - heredoc.body.from);
  if (text.startsWith('#!') && !/^#!.*\b(?:ba|da|a|k|z)?sh\b/.test(text)) return undefined;
  return shellSite(unspliced(text, heredoc.body.from), offset);
};

/** The command of an instruction; `from` is where it begins in the joined line. */
export const inLine = (instruction: Instruction, from: number, offset: number): Site | undefined => {
  const { line } = instruction;
  const source = sliceOf(line, Math.min(from, line.text.length), line.text.length);
  const list = /^\s*\[/.test(source.text) ? listIn(source, offset) : undefined;
  return list === undefined ? shellSite(source, offset) : list;
};

interface Item {
  readonly text: string;
  readonly known: true;
  readonly span: ReturnType<typeof spanIn>;
  readonly spliced: Spliced;
}

/** A JSON list, finished or not. Behind the list there is nothing to complete. */
const listIn = (source: Spliced, offset: number): Site | undefined => {
  const { text } = source;
  const at = offsetIn(source, offset);
  const items: Item[] = [];
  let here = -1;
  let between = -1;
  let i = text.indexOf('[') + 1;
  if (at < i) return undefined;
  for (; i < text.length; i++) {
    const c = text[i];
    if (c === ']') break;
    if (c !== '"') continue;
    let to = i + 1;
    while (to < text.length && text[to] !== '"' && text[to] !== '\n') to += text[to] === '\\' ? 2 : 1;
    to = Math.min(to, text.length);
    const inner = sliceOf(source, i + 1, to);
    if (at > i && at <= to) here = items.length;
    else if (at <= i && between < 0) between = items.length;
    items.push({ text: inner.text.replaceAll(/\\(["\\/])/g, '$1'), known: true, span: spanIn(source, i + 1, to), spliced: inner });
    i = to;
  }
  if (here >= 0) {
    const caret = listCaret(items, here, offset);
    return caret && { on: 'word', caret, writing: jsonWriting };
  }
  if (at > i && text[i] === ']') return undefined;
  // A new item, between two or behind the last: it brings its own quotes, and the comma that is missing in front.
  const place = between < 0 ? items.length : between;
  const empty: Item = { text: '', known: true, span: { from: offset, to: offset }, spliced: unspliced('', offset) };
  const words = [...items.slice(0, place), empty, ...items.slice(place)];
  const caret = listCaret(words, place, offset);
  const comma = place > 0 && !/,\s*$/.test(text.slice(0, at)) ? ', ' : '';
  const behind = place < items.length && !/^\s*,/.test(text.slice(at)) ? ', ' : '';
  return caret && { on: 'word', caret, writing: { form: 'list', write: (word) => `${comma}${JSON.stringify(word)}${behind}` } };
};

/** When a command of the instruction runs. */
export const runsAt = ({ name }: Instruction): Setting['when'] => (name === 'RUN' ? 'build' : name === 'HEALTHCHECK' ? 'probe' : 'start');

/** The stage an offset lies in; behind the last instruction the last one. */
export const stageAt = (stages: readonly Stage[], offset: number): Stage | undefined =>
  stages.findLast(({ from }) => from.span.from <= offset);

/** The command at a spot of the tree: in a here-document, a shell line or a JSON list. */
export const commandAt = (spot: Spot & { readonly instruction: Instruction }, offset: number): Site | undefined => {
  const { instruction } = spot;
  if (spot.on === 'heredoc') return spot.part === 'body' ? inHeredoc(instruction, spot.heredoc, offset) : undefined;
  const { command, name } = instruction;
  if ((spot.on !== 'shell' && spot.on !== 'string') || !command || name === 'SHELL') return undefined;
  return inLine(instruction, offsetIn(instruction.line, command.span.from), offset);
};
