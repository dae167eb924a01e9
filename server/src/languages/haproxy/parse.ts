// haproxy.cfg: sections that begin at a keyword, one statement a line. There is no library that keeps places.
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

export interface HaproxyWord {
  readonly text: string;
  readonly span: Span;
}

export interface HaproxySection {
  readonly kind: string;
  readonly name: string;
  readonly nameSpan: Span;
  readonly lines: readonly (readonly HaproxyWord[])[];
}

export interface HaproxyTree {
  readonly text: string;
  readonly sections: readonly HaproxySection[];
}

const begins = /^(?:global|defaults|frontend|backend|listen|peers|resolvers|userlist|cache|program|mailers|ring|http-errors)$/;

export const parse = (file: SourceFile): Parsed<'haproxy'> => {
  const { text } = file;
  const sections: { kind: string; name: string; nameSpan: Span; lines: (readonly HaproxyWord[])[] }[] = [];
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const code = line[0].replace(/(^|\s)#.*$/, '');
    const words = [...code.matchAll(/(?:"[^"]*"|\\.|[^\s"])+/g)].map((word) => {
      const from = line.index + word.index;
      return { text: word[0].replaceAll('"', ''), span: { from, to: from + word[0].length } };
    });
    const [first, second] = words;
    if (!first) continue;
    if (begins.test(first.text)) sections.push({ kind: first.text, name: second?.text ?? '', nameSpan: (second ?? first).span, lines: [] });
    else sections.at(-1)?.lines.push(words);
  }
  return { file, kind: 'haproxy', tree: { text, sections }, broken: [] };
};
