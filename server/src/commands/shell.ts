// Splits a shell line or script into its simple commands, with the place of every word. The grammar is unbash's: all of Bash, of
// which POSIX sh is a part, and whatever can be made of texts that are half-typed.
import { type CommandNode, type CompoundList, type ParsedScript, type PipelineNode, parse, type Redirection, type Statement } from 'unbash';
import type { Assignment, Branch, Joint, Redirect, ShellCommand, ShellWord } from './command.ts';
import { type Spliced, spanIn } from './spliced.ts';
import { assignedValue, assignmentWord, type Place, plainWord, testWords, wordOf } from './word.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

const tests: ReadonlySet<string> = new Set(['[', '[[', 'test']);

/** The simple commands of a text, in the order they are written. Never throws; what makes no sense is read as well as it can be. */
export const splitShell = (source: Spliced): readonly ShellCommand[] => {
  const read = source.text.includes('\r') ? withoutReturns(source) : source;
  const { length } = read.text;
  // What is cut off may end behind the text.
  const place: Place = (from, to) => spanIn(read, Math.min(from, length), Math.min(to, length));
  return commandsOf(parse(read.text), read.text, place, true);
};

/** The carriage returns of line ends are left out: Bash would take them for letters. */
const withoutReturns = (source: Spliced): Spliced => {
  const { text, stretches } = source;
  const out: { at: number; from: number; width?: number }[] = [];
  let joined = '';
  let k = 0;
  const take = (from: number, to: number) => {
    while (k + 1 < stretches.length && (stretches[k + 1]?.at ?? 0) <= from) k++;
    for (let at = from; at < to; ) {
      const stretch = stretches[k];
      const next = stretches[k + 1];
      const end = next && next.at < to ? next.at : to;
      const width = stretch?.width === undefined || stretch.at !== at ? {} : { width: stretch.width };
      out.push({ at: joined.length, from: (stretch?.from ?? 0) + at - (stretch?.at ?? 0), ...width });
      joined += text.slice(at, end);
      at = end;
      if (next && at === next.at) k++;
    }
  };
  let from = 0;
  for (let feed = text.indexOf('\r\n'); feed >= 0; feed = text.indexOf('\r\n', feed + 2)) {
    take(from, feed);
    from = feed + 1;
  }
  take(from, text.length);
  return { text: joined, stretches: out.length > 0 ? out : stretches };
};

/** More decisions than these around a command are not followed. */
const deepest = 30;

/** How a list of statements is read: what may happen to its commands. */
interface Way {
  /** False where a condition, a loop, a function or a substitution is around. */
  readonly certain: boolean;
  /** What joins the first command to the one in front. */
  readonly before: Joint;
  /** The decisions around, when nothing else makes it uncertain. */
  readonly branches?: readonly Branch[] | undefined;
}

/** The simple commands of a parsed script. `sure` is false for the scripts of substitutions. */
const commandsOf = (script: ParsedScript, text: string, place: Place, sure: boolean): readonly ShellCommand[] => {
  const commands: Draft<ShellCommand>[] = [];
  const inner = (nested: ParsedScript | undefined, around: { readonly pos: number; readonly end: number }): readonly ShellCommand[] => {
    if (!nested) return [];
    // Escaped backticks are decoded first, so that what stands in them has no places of its own.
    if (nested.source === undefined) return commandsOf(nested, text, place, false);
    const whole = place(around.pos, around.end);
    return commandsOf(nested, nested.source, () => whole, false);
  };
  const word = (node: Parameters<typeof wordOf>[0]): ShellWord => wordOf(node, text, place, inner);
  /** Whether a test in this chain of `&&` decides about what follows. */
  let tested = false;

  const push = (
    command: Pick<ShellCommand, 'assignments' | 'words' | 'redirects'>,
    from: number,
    to: number,
    { certain, before, branches }: Way,
  ) => {
    tested = (before === '&&' && tested) || tests.has(command.words[0]?.text ?? '');
    const { assignments, words, redirects } = command;
    const decided = !certain && branches ? { branches } : {};
    commands.push({ assignments, words, redirects, span: place(from, to), before, after: 'end', certain, ...decided });
  };
  const closeWith = (joint: Joint | 'end') => {
    const last = commands.at(-1);
    if (last?.after === 'end') last.after = joint;
  };
  const redirectOf = (node: Redirection): Redirect => {
    const { pos, end, operator, descriptor } = node;
    const written = descriptor ? text.slice(descriptor.pos, descriptor.end) : '';
    if (node.type !== 'HereDoc') {
      return { operator, descriptor: written, target: node.target && word(node.target), body: undefined, span: place(pos, end) };
    }
    const { delimiter, body } = node;
    const target = delimiter && plainWord(delimiter.value, delimiter.quoted, place(delimiter.pos, delimiter.end));
    return { operator, descriptor: written, target, body: place(body.pos, Math.max(body.pos, body.end)), span: place(pos, end) };
  };

  const statements = (list: readonly Statement[], way: Way) => {
    let { before } = way;
    for (const statement of list) {
      tested = false;
      node(statement.command, { certain: way.certain, before, branches: way.branches });
      const joint = statement.background ? '&' : jointBehind(text, statement.end);
      closeWith(joint);
      before = joint === 'end' ? ';' : joint;
    }
    tested = false;
  };
  const group = (list: CompoundList, certain: boolean, before: Joint = 'start', branches?: readonly Branch[]) =>
    statements(list.commands, { certain, before, branches });
  /** The decisions around with one more; nothing where it cannot be told, or something else is uncertain already. */
  const under = ({ certain, branches }: Way, more: Branch | undefined): readonly Branch[] | undefined => {
    const around = certain ? [] : branches;
    return around && more && around.length < deepest ? [...around, more] : undefined;
  };
  /** The words of a clause that is one test and nothing else. */
  const testOf = ({ commands: list }: CompoundList): readonly ShellWord[] | undefined => {
    const [only, ...others] = list;
    const one = only?.command;
    if (!one || others.length > 0) return undefined;
    if (one.type === 'TestCommand') return testWords(one, text, place, inner).slice(1, -1);
    if (one.type !== 'Command' || !one.name || !tests.has(one.name.text)) return undefined;
    const words = one.suffix.flatMap((item) => (item.type === 'Word' ? [word(item)] : []));
    return one.name.text === '[' ? words.slice(0, -1) : words;
  };

  const node = (one: PipelineNode | Extract<Statement['command'], { type: 'AndOr' }>, way: Way): void => {
    if (one.type === 'AndOr') {
      let { before } = way;
      one.commands.forEach((command, i) => {
        const always = before !== '||' && !(tested && before === '&&');
        node(command, { certain: way.certain && always, before, branches: always ? way.branches : undefined });
        const operator = one.operators[i];
        if (operator) closeWith(operator);
        before = operator ?? before;
      });
    } else if (one.type === 'Pipeline') {
      let { before, certain } = way;
      for (const command of one.commands) {
        if (before === '|') closeWith('|');
        node(command, { certain, before, branches: way.branches });
        certain = commands.at(-1)?.certain ?? certain;
        before = '|';
      }
    } else compound(one, way);
  };

  const compound = (one: CommandNode, way: Way): void => {
    const { certain, before } = way;
    switch (one.type) {
      case 'Command': {
        const assignments: Assignment[] = [];
        const words: ShellWord[] = [];
        const redirects: Redirect[] = [];
        for (const item of one.prefix) {
          if (item.type === 'Assignment') {
            const value = assignedValue(item, text, place, inner);
            assignments.push({ name: item.name, value, span: place(item.pos, item.end) });
          } else redirects.push(redirectOf(item));
        }
        if (one.name) words.push(word(one.name));
        for (const item of one.suffix) {
          if (item.type === 'Word') words.push(word(item));
          else if (item.type === 'Assignment') words.push(assignmentWord(item, text, place, inner));
          else redirects.push(redirectOf(item));
        }
        if (words.length + assignments.length + redirects.length > 0) push({ assignments, words, redirects }, one.pos, one.end, way);
        return;
      }
      case 'TestCommand':
        push({ assignments: [], words: testWords(one, text, place, inner), redirects: [] }, one.pos, one.end, way);
        return;
      case 'Redirected': {
        compound(one.command, way);
        const first = one.redirects[0];
        const last = one.redirects.at(-1);
        closeWith(';');
        if (first && last)
          push({ assignments: [], words: [], redirects: one.redirects.map(redirectOf) }, first.pos, last.end, { certain, before: ';' });
        return;
      }
      case 'If': {
        let around: Way = way;
        for (const { clause, then } of [one, ...one.elif]) {
          group(clause, false, clause === one.clause ? before : ';');
          const words = testOf(clause);
          group(then, false, ';', under(around, words && { is: 'test', words, holds: true }));
          around = { certain: false, before, branches: under(around, words && { is: 'test', words, holds: false }) };
        }
        if (one.else) group(one.else, false, ';', around.branches);
        return;
      }
      case 'While':
        group(one.clause, false, before);
        group(one.body, false, ';');
        return;
      case 'For':
      case 'Select':
      case 'ArithmeticFor':
        group(one.body, false, ';');
        return;
      case 'Case': {
        const items = one.items.map(({ pattern }) => pattern.map(word));
        const subject = word(one.word);
        // `;&` falls through to the next.
        const parted = one.items.every(({ terminator }) => terminator === undefined || terminator === ';;');
        one.items.forEach(({ body }, index) => {
          group(body, false, 'start', under(way, parted ? { is: 'case', subject, items, index } : undefined));
        });
        return;
      }
      case 'Subshell':
      case 'BraceGroup':
        group(one.body, certain, 'start', way.branches);
        return;
      case 'Function':
      case 'Coproc':
        if (one.body.type === 'CompoundList') group(one.body, false);
        else compound(one.body, { certain: false, before: 'start' });
        return;
      case 'ArithmeticCommand':
        return;
    }
  };

  statements(script.commands, { certain: sure, before: 'start' });
  return commands;
};

/** What ends a statement, by the text behind it. */
const jointBehind = (text: string, end: number): Joint | 'end' => {
  let at = end;
  while (text[at] === ' ' || text[at] === '\t' || (text[at] === '\\' && text[at + 1] === '\n')) at += text[at] === '\\' ? 2 : 1;
  if (text[at] === '#') at = text.indexOf('\n', at);
  return text[at] === ';' ? ';' : text[at] === '\n' ? 'newline' : 'end';
};
