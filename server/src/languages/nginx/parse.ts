// nginx.conf as a tree of directives. No library for it keeps places and takes templates, so this is ours.
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

/** A word of a directive, quotes removed. */
export interface NginxWord {
  readonly text: string;
  /** False when a template fills part of it in: `${PORT}`, `{{ port }}`, `<%= port %>`. nginx's own `$host` does not count. */
  readonly known: boolean;
  /** What the template fills in, and where. */
  readonly placeholders: readonly Placeholder[];
  readonly span: Span;
}

export interface Placeholder {
  /** The name without its signs: `UWSGI_URL`. */
  readonly name: string;
  readonly span: Span;
  readonly by: 'dollar' | 'braces' | 'erb' | 'at';
}

export interface Directive {
  readonly name: string;
  readonly nameSpan: Span;
  readonly words: readonly NginxWord[];
  /** What stands between its braces; nothing for a simple directive. */
  readonly block: readonly Directive[] | undefined;
  readonly span: Span;
}

export interface NginxTree {
  readonly text: string;
  readonly directives: readonly Directive[];
  /** Statements of a template: `{% if x %}`. What stands between them may not be there. */
  readonly statements: readonly Span[];
}

const deepest = 50;
/** What a template fills in. `$NAME` in capitals with braces is envsubst's; nginx's own variables are small. */
const placeholder =
  /\$\{([A-Z_][A-Z0-9_]*)\}|\$([A-Z][A-Z0-9_]+)\b|\{\{-?\s*([\w.]+)[^{}]*\}\}|<%=?\s*([^%]*?)\s*%>|@@?([A-Z][A-Z0-9_]+)@@?|__([A-Z][A-Z0-9_]*[A-Z0-9])__/g;

const placeholdersIn = (text: string, from: number): readonly Placeholder[] => {
  if (!/[${<@_]/.test(text)) return [];
  return [...text.matchAll(placeholder)].map((match) => {
    const [whole, braced, plain, curly, erb, at, under] = match;
    const by = (braced ?? plain) !== undefined ? 'dollar' : curly !== undefined ? 'braces' : erb !== undefined ? 'erb' : 'at';
    const span = { from: from + match.index, to: from + match.index + whole.length };
    return { name: braced ?? plain ?? curly ?? erb ?? at ?? under ?? '', span, by };
  });
};

export const parse = (file: SourceFile): Parsed<'nginx'> => {
  const { text } = file;
  const broken: Span[] = [];
  const statements: Span[] = [];
  let i = 0;

  const word = (): NginxWord => {
    const from = i;
    let out = '';
    const quote = text[i] === '"' || text[i] === "'" ? text[i] : undefined;
    if (quote) {
      i++;
      while (i < text.length && text[i] !== quote) {
        if (text[i] === '\\' && /["'\\]/.test(text[i + 1] ?? '')) i++;
        out += text[i++];
      }
      i++;
    } else {
      while (i < text.length) {
        const c = text[i] ?? '';
        const close = text.startsWith('{{', i) ? '}}' : text.startsWith('${', i) ? '}' : text.startsWith('<%', i) ? '%>' : undefined;
        const end = close ? text.indexOf(close, i) : -1;
        if (close && end > 0 && end - i < 200 && !text.slice(i, end).includes('\n')) {
          out += text.slice(i, end + close.length);
          i = end + close.length;
        } else if (c === '\\' && i + 1 < text.length) {
          out += c + (text[i + 1] ?? '');
          i += 2;
        } else if (/[\s;{}]/.test(c)) break;
        else {
          out += c;
          i++;
        }
      }
    }
    // A brace of a template that never closes is a word of its own.
    if (i === from) out += text[i++] ?? '';
    const to = Math.min(i, text.length);
    const placeholders = placeholdersIn(text.slice(from, to), from);
    return { text: out, known: placeholders.length === 0, placeholders, span: { from, to } };
  };

  const skip = () => {
    while (i < text.length) {
      const c = text[i] ?? '';
      if (/\s/.test(c)) i++;
      else if (c === '#') {
        const feed = text.indexOf('\n', i);
        i = feed < 0 ? text.length : feed;
      } else if (text.startsWith('{%', i) || (text.startsWith('<%', i) && text[i + 2] !== '=')) {
        const close = text.indexOf(c === '{' ? '%}' : '%>', i);
        const to = close < 0 ? text.length : close + 2;
        statements.push({ from: i, to });
        i = to;
      } else return;
    }
  };

  const list = (depth: number): readonly Directive[] => {
    const out: Directive[] = [];
    for (;;) {
      skip();
      if (i >= text.length) return out;
      if (text[i] === '}') {
        if (depth > 0) return out;
        broken.push({ from: i, to: i + 1 });
        i++;
        continue;
      }
      if (text[i] === ';' || (text[i] === '{' && !text.startsWith('{{', i))) {
        if (text[i] === '{') broken.push({ from: i, to: i + 1 });
        i++;
        continue;
      }
      const from = i;
      const name = word();
      const words: NginxWord[] = [];
      let block: readonly Directive[] | undefined;
      for (;;) {
        skip();
        const c = text[i];
        if (c === ';') {
          i++;
          break;
        }
        if (c === '{' && !text.startsWith('{{', i)) {
          i++;
          if (depth >= deepest || /_by_lua_block$/.test(name.text)) skipBlock();
          else block = list(depth + 1);
          skip();
          if (text[i] === '}') i++;
          else broken.push(name.span);
          break;
        }
        if (c === undefined || c === '}') {
          // A line of a template (`{{ headers }}`) needs no sign at its end.
          if (name.known || words.length > 0) broken.push(name.span);
          break;
        }
        words.push(word());
      }
      const to = Math.min(i, text.length);
      out.push({ name: name.text, nameSpan: name.span, words, block, span: { from, to: from + text.slice(from, to).trimEnd().length } });
    }
  };

  /** Code of another language between braces. */
  const skipBlock = () => {
    for (let level = 1; i < text.length; i++) {
      if (text[i] === '{') level++;
      else if (text[i] === '}' && --level === 0) return;
    }
  };

  const directives = list(0);
  return { file, kind: 'nginx', tree: { text, directives, statements }, broken };
};
