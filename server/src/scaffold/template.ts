// Templates are files that are legal as they stand: what is conditional stands between comment lines that begin with `#@`.

/** What a template may ask for: words for conditions and places, lists for repetition. */
export interface Facts {
  readonly words: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** `server=uvicorn|daphne`, `not static=nginx`, several joined by `and`. */
const holds = (condition: string, { words, lists }: Facts): boolean =>
  condition.split(' and ').every((part) => {
    const found = /^(not )?([a-z]+(?:-[a-z]+)*)(?:=(\S+))?$/.exec(part.trim());
    if (!found) throw new Error(`a template has a condition that cannot be read: ${condition}`);
    const [, negated, name = '', values] = found;
    const truth =
      values === undefined ? (lists[name]?.length ?? 0) > 0 || Boolean(words[name]) : values.split('|').includes(words[name] ?? '');
    return negated ? !truth : truth;
  });

const place = /__([A-Z]+(?:_[A-Z]+)*)__/g;
const filled = (line: string, { words }: Facts, each: string | undefined): string =>
  line.replaceAll(place, (whole, name: string) =>
    name === 'EACH' && each !== undefined ? each : (words[name.toLowerCase().replaceAll('_', '-')] ?? whole),
  );

interface Block {
  /** Whether an arm of this `if` was taken already. */
  taken: boolean;
  /** Whether the lines here are kept. */
  keeps: boolean;
  /** For `each`: what the lines are repeated for, and the lines so far. */
  readonly items?: readonly string[];
  readonly lines: string[];
}

/**
 * Fills a template. Lines that begin with `#@` direct: `#@ if CONDITION`, `#@ elif CONDITION`, `#@ else`, `#@ each LIST`, `#@ end`;
 * a line of `#@` and anything else is a remark for us. `__NAME__` is a place. Places nobody knows stay as they are.
 */
export const fill = (template: string, facts: Facts): string => {
  const stack: Block[] = [{ taken: true, keeps: true, lines: [] }];
  const top = (): Block => stack.at(-1) as Block;
  for (const line of template.split('\n')) {
    const [, word, rest = ''] = /^\s*#@\s*(\w*)\s*(.*?)\s*$/.exec(line) ?? [];
    if (word === undefined) {
      if (top().keeps) top().lines.push(line);
    } else if (word === 'if' || word === 'each') {
      const outer = top().keeps;
      const items = word === 'each' ? (facts.lists[rest] ?? []) : undefined;
      const keeps = outer && (items ? items.length > 0 : holds(rest, facts));
      stack.push({ taken: keeps || !outer, keeps, ...(items ? { items } : {}), lines: [] });
    } else if (word === 'elif' || word === 'else') {
      const block = top();
      block.keeps = !block.taken && (word === 'else' || holds(rest, facts));
      block.taken ||= block.keeps;
    } else if (word === 'end') {
      const { items, lines } = stack.pop() as Block;
      top().lines.push(...(items ? items.flatMap((item) => lines.map((one) => filled(one, facts, item))) : lines));
    }
  }
  return `${filled(top().lines.join('\n'), facts, undefined)
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
};
