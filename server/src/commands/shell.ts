// Splits a shell line or script into its simple commands, with the place of every word: POSIX sh, and what is most used of Bash.
import type { Span } from '../text/span.ts';
import type { Assignment, Joint, Redirect, ShellCommand, ShellWord } from './command.ts';
import { type Spliced, spanIn } from './spliced.ts';
import { type ReadInner, readWord } from './word.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

const opens: ReadonlySet<string> = new Set(['if', 'while', 'until', 'for', 'select', 'case']);
const closes: ReadonlySet<string> = new Set(['fi', 'done', 'esac']);
const passes: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'do', '!', 'time']);
const tests: ReadonlySet<string> = new Set(['[', '[[', 'test']);
const assigns = /^[A-Za-z_]\w*(?:\[[^\]\s]*\])?\+?=/;
/** Arithmetic of Bash, which holds no commands; two groups that begin at one place are something else. */
const sums = /^\(\((?!\s*\[)(?:[^()\n"']|\([^()\n"']*\))*\)\)/;
/** Substitutions nested deeper than this are not looked into. */
const deepest = 30;

/** The simple commands of a text, in the order they are written. Never throws; what makes no sense is read as words. */
export const splitShell = (source: Spliced): readonly ShellCommand[] => readList(source, 0, '', 0).commands;

const readList = (source: Spliced, start: number, stop: string, depth: number): ReturnType<ReadInner> => {
  const { text } = source;
  const inner: ReadInner = (from, close) =>
    depth < deepest ? readList(source, from, close, depth + 1) : { commands: [], to: text.length };
  const commands: Draft<ShellCommand>[] = [];
  /** For each open `(` and `{`: whether what is in it surely runs. */
  const groups: boolean[] = [];
  let blocks = 0;
  let tested = false;
  let functionNext = false;
  let patternNext = false;
  let bodiesDue: Draft<Redirect>[] = [];
  let i = start;
  let from = -1;
  let to = start;
  let words: ShellWord[] = [];
  let assignments: Assignment[] = [];
  let redirects: Redirect[] = [];
  let before: Joint = 'start';

  const certain = () => {
    if (depth > 0 || blocks > 0 || groups.includes(false)) return false;
    if (before === '|') return commands.at(-1)?.certain ?? true;
    return before !== '||' && !(tested && before === '&&');
  };
  const end = (after: Joint | 'end') => {
    if (from >= 0) {
      const sure = certain();
      tested = (before === '&&' && tested) || tests.has(words[0]?.text ?? '');
      commands.push({ assignments, words, redirects, span: spanIn(source, from, to), before, after, certain: sure });
    } else if (after !== 'newline' && after !== 'end') {
      const last = commands.at(-1);
      if (last?.after === 'end') last.after = after;
    }
    if (after !== 'end' && !(after === 'newline' && from < 0)) before = after;
    if (after === ';' || after === 'newline' || after === '&') tested = false;
    from = -1;
    words = [];
    assignments = [];
    redirects = [];
  };
  const openGroup = () => {
    groups.push(certain() && !functionNext);
    functionNext = false;
    before = 'start';
  };
  const take = () => {
    const read = readWord(source, i, stop, inner);
    i = Math.max(read.to, i + 1);
    return read;
  };
  const readBodies = () => {
    for (const redirect of bodiesDue) {
      const bodyFrom = i;
      let bodyTo = text.length;
      while (i < text.length) {
        const lineFrom = i;
        const feed = text.indexOf('\n', i);
        i = feed < 0 ? text.length : feed + 1;
        const line = text.slice(lineFrom, feed < 0 ? text.length : feed).replace(/\r$/, '');
        if ((redirect.operator === '<<-' ? line.replace(/^\t+/, '') : line) !== redirect.target?.text) continue;
        bodyTo = lineFrom;
        break;
      }
      redirect.body = spanIn(source, bodyFrom, Math.max(bodyFrom, bodyTo));
    }
    bodiesDue = [];
  };
  /** The rest of `[[ … ]]`, where `&&`, `||`, `<` and brackets join no commands. */
  const readTest = () => {
    while (i < text.length && text[i] !== stop) {
      if (' \t\r\n;&|()<>'.includes(text[i] ?? '')) {
        i++;
        continue;
      }
      const { word } = take();
      words.push(word);
      to = i;
      if (word.text === ']]') return;
    }
  };
  /** What a reserved word at the start of a command does; false for any other word. */
  const reserved = (name: string): boolean => {
    if (name === '{') openGroup();
    else if (name === '}') groups.pop();
    else if (closes.has(name)) blocks = Math.max(0, blocks - 1);
    else if (name === 'function') {
      while (i < text.length && ' \t'.includes(text[i] ?? '')) i++;
      take();
      functionNext = true;
    } else if (opens.has(name)) {
      blocks++;
      const sum = name === 'for' ? /^[ \t]*\(\([\s\S]*?\)\)/.exec(text.slice(i, i + 500))?.[0] : undefined;
      if (sum) i += sum.length;
      else if (name === 'for' || name === 'select') while (i < text.length && !';\n'.includes(text[i] ?? '')) take();
      if (name === 'case') {
        const head = /^[\s\S]*?\sin(?=\s)/.exec(text.slice(i, i + 2000))?.[0];
        i += head?.length ?? 0;
        patternNext = head !== undefined;
      }
    } else return passes.has(name);
    return true;
  };

  while (i < text.length) {
    const c = text[i] ?? '';
    if (c === stop) break;
    const two = text.slice(i, i + 2);
    if (c === ' ' || c === '\t' || c === '\r') i++;
    else if (two === '\\\n') i += 2;
    else if (two === '\\\r' && text[i + 2] === '\n') i += 3;
    else if (c === '#') {
      const feed = text.indexOf('\n', i);
      i = feed < 0 ? text.length : feed;
    } else if (c === '\n') {
      i++;
      end('newline');
      readBodies();
    } else if (two === ';;') {
      i += 2;
      end(';');
      patternNext = blocks > 0;
    } else if (two === '&&' || two === '||') {
      i += 2;
      end(two);
    } else if (c === '|') {
      i += two === '|&' ? 2 : 1;
      end('|');
    } else if (c === ';' || (c === '&' && two !== '&>')) {
      i++;
      end(c);
    } else if (two === '((' && from < 0 && sums.test(text.slice(i, i + 500))) {
      i += sums.exec(text.slice(i, i + 500))?.[0].length ?? 2;
    } else if (c === '(') {
      i++;
      const empty = /^[ \t]*\)/.exec(text.slice(i, i + 20))?.[0];
      if (empty !== undefined && (words.length === 1 || functionNext)) {
        i += empty.length;
        from = -1;
        words = [];
        functionNext = true;
      } else if (from < 0 && !patternNext) openGroup();
    } else if (c === ')') {
      i++;
      end('end');
      groups.pop();
    } else {
      const redirect = from >= 0 || !patternNext ? readRedirect(source, i, stop, inner) : undefined;
      if (redirect) {
        if (from < 0) from = i;
        redirects.push(redirect.redirect);
        if (/^<<-?$/.test(redirect.redirect.operator)) bodiesDue.push(redirect.redirect);
        i = redirect.to;
        to = i;
        continue;
      }
      const at = i;
      const name = words.length === 0 ? assigns.exec(text.slice(i, i + 200))?.[0] : undefined;
      if (name !== undefined && !patternNext) {
        i += name.length;
        const { word, to: valueTo } = readWord(source, i, stop, inner);
        i = valueTo;
        to = i;
        if (from < 0) from = at;
        assignments.push({ name: name.replace(/(?:\[.*\])?\+?=$/, ''), value: word, span: spanIn(source, at, i) });
        continue;
      }
      const { word, bare } = take();
      if (from < 0 && patternNext) {
        patternNext = false;
        if (word.text !== 'esac') {
          while (i < text.length && text[i] !== ')') take();
          i++;
          continue;
        }
      }
      if (from < 0 && bare && reserved(word.text)) continue;
      const test = from < 0 && word.text === '[[';
      if (from < 0) from = at;
      to = i;
      words.push(word);
      if (test) readTest();
    }
  }
  end('end');
  return { commands, to: i };
};

const readRedirect = (
  source: Spliced,
  at: number,
  stop: string,
  inner: ReadInner,
): { readonly redirect: Draft<Redirect>; readonly to: number } | undefined => {
  const { text } = source;
  if (!'<>&0123456789'.includes(text[at] ?? ' ')) return undefined;
  const sign = /^(\d*)(<<<|<<-|<<|<&|<>|<|>>|>&|>\||>|&>>|&>)(?!\()/.exec(text.slice(at, at + 12));
  if (!sign) return undefined;
  const signTo = at + sign[0].length;
  let i = signTo;
  while (text[i] === ' ' || text[i] === '\t') i++;
  const { word, to } = readWord(source, i, stop, inner);
  const end = to > i ? to : signTo;
  const span: Span = spanIn(source, at, end);
  const target = to > i ? word : undefined;
  return { redirect: { operator: sign[2] ?? '', descriptor: sign[1] ?? '', target, body: undefined, span }, to: end };
};
