// A Makefile: rules with the shell lines of their recipes. There is no kept library for it.
import { type Spliced, type Stretch, splice } from '../../commands/spliced.ts';
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

export interface MakeRule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly span: Span;
  /** Each is given to a shell of its own: continued lines joined, `@` and `-` in front taken away. */
  readonly recipe: readonly Spliced[];
}

export interface MakefileTree {
  readonly text: string;
  readonly rules: readonly MakeRule[];
  /** Variables with a value that is written out. */
  readonly variables: ReadonlyMap<string, string>;
}

export const parse = (file: SourceFile): Parsed<'makefile'> => {
  const { text } = file;
  const rules: { targets: string[]; prerequisites: string[]; span: Span; recipe: Spliced[] }[] = [];
  const variables = new Map<string, string>();
  let open: Spliced | undefined;
  let continued = false;
  for (const match of text.matchAll(/[^\r\n]*(?:\r?\n|$)/g)) {
    const line = match[0].replace(/\r?\n$/, '');
    const from = match.index;
    if (open) {
      const inner = line.replace(/^\t/, '');
      open = splice(open, recipeLine(inner, from + line.length - inner.length));
      continued = line.endsWith('\\');
      if (!continued) open = finish(rules, open);
      continue;
    }
    if (line.startsWith('\t') && rules.length > 0) {
      const code = line.replace(/^[\t @+-]+/, '');
      if (code === '' || code.startsWith('#')) continue;
      open = recipeLine(code, from + line.length - code.length);
      if (!line.endsWith('\\')) open = finish(rules, open);
      continue;
    }
    const assigned = /^\s*(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*(?:::?|\?|)=\s*(.*?)\s*(?:\s#.*)?$/.exec(line);
    if (assigned) {
      if (!variables.has(assigned[1] ?? '')) variables.set(assigned[1] ?? '', assigned[2] ?? '');
      continue;
    }
    const rule = /^([^\s#:=][^#:=]*?)\s*::?(?!=)\s*([^#;=]*?)\s*(?:;\s*(.*))?(?:#.*)?$/.exec(line);
    if (!rule) continue;
    const words = (list: string | undefined): string[] => (list ?? '').split(/\s+/).filter(Boolean);
    rules.push({ targets: words(rule[1]), prerequisites: words(rule[2]), span: { from, to: from + line.length }, recipe: [] });
    if (rule[3]) rules.at(-1)?.recipe.push(recipeLine(rule[3], from + line.length - rule[3].length));
  }
  if (open) finish(rules, open);
  return { file, kind: 'makefile', tree: { text, rules, variables }, broken: [] };
};

const finish = (rules: { recipe: Spliced[] }[], line: Spliced): undefined => {
  rules.at(-1)?.recipe.push(line);
};

/** A line as the shell gets it: `$$` is a dollar; the sign that continues a line becomes a blank. */
const recipeLine = (line: string, from: number): Spliced => {
  let text = '';
  const stretches: Stretch[] = [{ at: 0, from }];
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '$' && line[i + 1] === '$') {
      stretches.push({ at: text.length, from: from + i, width: 2 });
      text += '$';
      i++;
      stretches.push({ at: text.length, from: from + i + 1 });
    } else if (line[i] === '\\' && i === line.length - 1) text += ' ';
    else text += line[i] ?? '';
  }
  return { text, stretches };
};
