// What of a command, or of the environment of one, is at a caret in any file that starts programs.
import { type CommandCaret, shellCaret } from '../../commands/caret.ts';
import { type Spliced, sliceOf } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import { shellWriting, type Writing } from './place.ts';

export type Site =
  /** A word of a command; `probes` where it finds out whether a container is alive. */
  | { readonly on: 'word'; readonly caret: CommandCaret; readonly writing: Writing; readonly probes?: boolean }
  /** The name of a variable; `equals` is what follows a name there, `given` are the names that are set already. */
  | { readonly on: 'name'; readonly name: string; readonly span: Span; readonly equals: string; readonly given: ReadonlySet<string> }
  /** The name of an image; `spanFrom` counts in it. */
  | { readonly on: 'image'; readonly text: string; readonly typed: string; readonly spanFrom: (by: number) => Span }
  /** The value of a variable. */
  | { readonly on: 'value'; readonly name: string; readonly value: Spliced; readonly typed: string; readonly writing: Writing };

/** The site in a text for a shell; `write` says how what a shell needs is written in the file. */
export const shellSite = (source: Spliced, offset: number, write: (text: string) => string = (text) => text): Site | undefined => {
  const found = shellCaret(source, offset);
  if (!found) return undefined;
  const plain = shellWriting(found.word.quoted);
  const writing: Writing = { form: 'line', write: (text) => write(plain.write(text)) };
  // A script's own `PORT` is seldom the one that servers read.
  if (found.on === 'assignment' && found.bare && found.name === 'PORT') return undefined;
  if (found.on === 'assignment') return { on: 'value', name: found.name, value: found.word.spliced, typed: found.word.typed, writing };
  // `export NAME=value` sets a variable, too.
  const first = found.words[0]?.text;
  const { spliced, typed } = found.word;
  if (found.at > 0 && (first === 'export' || first === 'local' || first === 'readonly')) {
    const equals = typed.indexOf('=');
    const name = spliced.text.replace(/=.*$/s, '');
    if (equals < 0)
      return {
        on: 'name',
        name,
        span: spanFrom(spliced, offset - typed.length, name.length),
        equals: spliced.text.includes('=') ? '' : '=',
        given: new Set(),
      };
    return { on: 'value', name, value: sliceOf(spliced, equals + 1, spliced.text.length), typed: typed.slice(equals + 1), writing };
  }
  return { on: 'word', caret: found, writing };
};

/** The same, of a command that finds out whether a container is alive. */
export const probing = (site: Site | undefined): Site | undefined => (site?.on === 'word' ? { ...site, probes: true } : site);

const spanFrom = ({ stretches }: Spliced, fallback: number, length: number): Span => {
  const from = stretches[0]?.from ?? fallback;
  return { from, to: from + length };
};
