// What a stylesheet or a script names, as Django's hashing storages find it when files are collected. The regular expressions are
// those of django.contrib.staticfiles.storage: 3.2 to 6.0 read them wherever they stand, 6.1 leaves out comments and strings.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';

/** One address in a file. */
export interface AssetReference {
  /** As it is written, without quotes and blanks around it. */
  readonly url: string;
  readonly span: Span;
  /** `map` is the comment that names a source map; Django looks at those from 4.0 on. */
  readonly how: 'url' | 'import' | 'map';
  /** The whole of it: `url(…)`, the comment. */
  readonly whole: Span;
  /** Which Djangos find it. */
  readonly by: 'all' | 'before 6.1' | 'from 6.1';
}

export interface AssetFacts {
  readonly uri: Uri;
  readonly references: readonly AssetReference[];
}

/** Longer texts are bundles, and no person mends them. In characters. */
const longest = 512 * 1024;

type Found = Omit<AssetReference, 'by'>;

const matches = (text: string, how: Found['how'], form: RegExp): readonly Found[] =>
  [...text.matchAll(form)].map((match): Found => {
    const whole = { from: match.index, to: match.index + match[0].length };
    // Django takes blanks away when it looks for the file.
    const url = (match.groups?.['url'] ?? '').trim();
    const from = match.index + match[0].indexOf(url, match.groups?.['front']?.length ?? 0);
    return { url, span: { from, to: from + url.length }, how, whole };
  });

// HashedFilesMixin.patterns.
const oldUrl = /(?<front>url\(['"]{0,1}\s*)(?<url>.*?)["']{0,1}\)/gi;
const newUrl = /(?<front>url\((?<quote>['"]{0,1})\s*)(?<url>.*?)\k<quote>\)/gi;
const imports = /(?<front>@import\s*["']\s*)(?<url>.*?)["']/gi;
const sheetMap = /^(?<front>\/\*#[ \t]sourceMappingURL=)(?<url>.*)[ \t]*\*\/$/gm;
const scriptMap = /^(?<front>\/\/# sourceMappingURL=)(?<url>.*)$/gm;
// _css_ignored_re and _js_ignored_re.
const ignoredInSheets = /\/\*.*?\*\/|\\.|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gs;
const ignoredInScripts = /\/\*.*?\*\/|\/\/[^\n]*|\\.|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gs;

/** Text to references. Never throws. */
export const facts = ({ file }: Parsed<'asset'>): AssetFacts => {
  const { text, uri } = file;
  if (text.length > longest) return { uri, references: [] };
  const sheet = uri.endsWith('.css');
  const maps = text.includes('sourceMappingURL=') ? matches(text, 'map', sheet ? sheetMap : scriptMap) : [];
  const old = [...(sheet ? [...matches(text, 'url', oldUrl), ...matches(text, 'import', imports)] : []), ...maps];
  const now = [...(sheet ? [...matches(text, 'url', newUrl), ...matches(text, 'import', imports)] : []), ...maps];
  if (old.length === 0 && now.length === 0) return { uri, references: [] };
  const ignored = [...text.matchAll(sheet ? ignoredInSheets : ignoredInScripts)].map(({ 0: whole, index }) => ({
    from: index,
    to: index + whole.length,
  }));
  const counts = now.filter(({ whole }) => !isInside(ignored, whole.from));
  const key = ({ span, whole }: Found): string => `${whole.from} ${span.from} ${span.to}`;
  const early = new Set(old.map(key));
  const late = new Set(counts.map(key));
  const references = [
    ...old.map((one): AssetReference => ({ ...one, by: late.has(key(one)) ? 'all' : 'before 6.1' })),
    ...counts.filter((one) => !early.has(key(one))).map((one): AssetReference => ({ ...one, by: 'from 6.1' })),
  ];
  return { uri, references: references.sort((a, b) => a.span.from - b.span.from) };
};

/** Whether an offset lies within one of these spans, which stand in order; their first characters do not count. */
const isInside = (spans: readonly Span[], offset: number): boolean => {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.to ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.from ?? offset) < offset;
};
