// Files of sections and keys: supervisord.conf and systemd units. Libraries for them keep no places, so this is ours.
import { type Spliced, splice, unspliced } from '../commands/spliced.ts';
import type { Span } from '../text/span.ts';

export interface SectionOption {
  readonly key: string;
  readonly keySpan: Span;
  /** The value over all its lines, blanks at both ends taken away. */
  readonly value: Spliced;
  readonly valueSpan: Span;
  readonly span: Span;
}

export interface FileSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly options: readonly SectionOption[];
}

export interface SectionsTree {
  readonly text: string;
  readonly sections: readonly FileSection[];
  /** Lines that are neither header nor option. */
  readonly odd: readonly Span[];
}

/** How a value goes on: an indented line below it (Python's reader), or a backslash at the end of its line (systemd). */
export type Continuation = 'indent' | 'backslash';

interface Line {
  readonly text: string;
  readonly from: number;
}

const linesIn = (text: string): readonly Line[] => {
  const out: Line[] = [];
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from);
    const to = feed < 0 ? text.length : feed;
    out.push({ text: text.slice(from, text[to - 1] === '\r' ? to - 1 : to), from });
    from = to + 1;
  }
  return out;
};

/** Reads a text. Never throws; `inline` cuts a comment behind a value off. */
export const parseSections = (text: string, continuation: Continuation, inline?: RegExp): SectionsTree => {
  const sections: { name: string; nameSpan: Span; span: { from: number; to: number }; options: SectionOption[] }[] = [];
  const odd: Span[] = [];
  const lines = linesIn(text);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (!line || /^\s*(?:[#;]|$)/.test(line.text)) continue;
    const { from } = line;
    const header = /^\s*\[([^\]]*)\]/.exec(line.text);
    if (header) {
      const at = from + header[0].indexOf('[') + 1;
      const name = header[1] ?? '';
      sections.push({
        name,
        nameSpan: { from: at, to: at + name.length },
        span: { from, to: from + line.text.trimEnd().length },
        options: [],
      });
      continue;
    }
    const pair = /^(\s*)([^=:\s][^=:]*?)(\s*[=:][ \t]*)/.exec(line.text);
    const section = sections.at(-1);
    if (!pair || !section) {
      odd.push({ from, to: from + line.text.length });
      continue;
    }
    const start = pair[0].length;
    const own = continuation === 'indent' ? cutComment(line.text.slice(start), inline) : line.text.slice(start);
    let value = trimmed(own, from + start);
    for (;;) {
      const next = lines[i + 1];
      if (!next) break;
      if (continuation === 'backslash') {
        if (!value.text.endsWith('\\')) break;
        value = { text: value.text.slice(0, -1), stretches: value.stretches };
        i++;
        // Comments between the lines of a value are left out.
        if (/^\s*[#;]/.test(next.text)) {
          value = { text: `${value.text}\\`, stretches: value.stretches };
          continue;
        }
        value = joined(value, ' ', trimmed(next.text, next.from));
      } else {
        const blank = /^\s*$/.test(next.text);
        if (blank || !/^[ \t]/.test(next.text)) break;
        i++;
        if (!/^\s*[#;]/.test(next.text)) value = joined(value, '\n', trimmed(cutComment(next.text, inline), next.from));
      }
    }
    const key = pair[2] ?? '';
    const keyFrom = from + (pair[1]?.length ?? 0);
    const last = value.stretches.at(-1);
    const to = Math.max(keyFrom + key.length, last ? last.from + value.text.length - last.at : 0);
    const valueSpan = { from: Math.min(value.stretches[0]?.from ?? to, to), to };
    section.options.push({ key, keySpan: { from: keyFrom, to: keyFrom + key.length }, value, valueSpan, span: { from: keyFrom, to } });
    section.span.to = to;
  }
  return { text, sections, odd };
};

const cutComment = (text: string, inline: RegExp | undefined): string => {
  const at = inline ? text.search(inline) : -1;
  return at < 0 ? text : text.slice(0, at);
};

const trimmed = (text: string, from: number): Spliced => {
  const start = text.length - text.trimStart().length;
  return unspliced(text.trim(), from + start);
};

const joined = (a: Spliced, sign: string, b: Spliced): Spliced => {
  if (b.text === '') return a;
  if (a.text === '') return b;
  return splice({ text: a.text + sign, stretches: a.stretches }, b);
};

/** The last option of a name, as the readers of these files take it. */
export const optionIn = (section: FileSection, key: string): SectionOption | undefined =>
  section.options.findLast((one) => one.key === key);
