// Templates that a script fills in with envsubst or sed: which names it puts where.
import type { ShellCommand, ShellWord } from '../../commands/command.ts';
import type { Span } from '../../text/span.ts';

export interface Substitution {
  readonly tool: 'envsubst' | 'sed';
  /**
   * What is looked for and the variables that are put there. For envsubst both are the name of the variable, and an empty
   * list means every variable.
   */
  readonly names: readonly { readonly placeholder: string; readonly variables: readonly string[]; readonly span: Span }[];
  /** The file that is read, as written; nothing when it comes through a pipe. */
  readonly input: ShellWord | undefined;
  readonly output: ShellWord | undefined;
  readonly span: Span;
}

export const substitutionsOf = (commands: readonly ShellCommand[], text: string): readonly Substitution[] =>
  commands.flatMap((command, i) => {
    const tool = command.words[0]?.text.replace(/^.*\//, '');
    const read = tool === 'envsubst' ? envsubst(command) : tool === 'sed' ? sed(command, text) : undefined;
    if (!read) return [];
    const { redirects, span } = command;
    // `cat x.template | envsubst > y`, `envsubst < x | tee y`.
    const front = command.before === '|' ? commands[i - 1] : undefined;
    const behind = command.after === '|' ? commands[i + 1] : undefined;
    const piped = front?.words[0]?.text === 'cat' ? front.words[1] : undefined;
    const tee = behind?.words[0]?.text === 'tee' ? behind.words.findLast((word) => !word.text.startsWith('-')) : undefined;
    const from = redirects.find(({ operator }) => operator === '<')?.target ?? read.input ?? piped;
    const to = redirects.find(({ operator, descriptor }) => /^>[>|]?$/.test(operator) && /^1?$/.test(descriptor))?.target;
    const output = to ?? read.output ?? tee ?? behind?.redirects.find(({ operator }) => operator === '>')?.target;
    return [{ ...read, input: from, output, span }];
  });

const envsubst = ({ words }: ShellCommand): Pick<Substitution, 'tool' | 'names' | 'input' | 'output'> => {
  const format = words.slice(1).find(({ text }) => text.includes('$'));
  const names = [...(format?.text ?? '').matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)].map(([, name = '']) => ({
    placeholder: name,
    variables: [name],
    span: (format as ShellWord).span,
  }));
  return { tool: 'envsubst', names, input: undefined, output: undefined };
};

const sed = ({ words }: ShellCommand, text: string): Pick<Substitution, 'tool' | 'names' | 'input' | 'output'> | undefined => {
  let inPlace = false;
  const scripts: ShellWord[] = [];
  const free: ShellWord[] = [];
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    if (!word) break;
    if (/^(?:-[nErsuz]*e|--expression)$/.test(word.text)) {
      const next = words[++i];
      if (next) scripts.push(next);
    } else if (/^-[a-zA-Z]*i|^--in-place/.test(word.text)) inPlace = true;
    else if (!word.text.startsWith('-')) free.push(word);
  }
  if (scripts.length === 0) scripts.push(...free.splice(0, 1));
  const names = scripts.flatMap((script) => replacementsIn(script, text));
  if (names.length === 0) return undefined;
  return { tool: 'sed', names, input: free[0], output: inPlace ? free[0] : undefined };
};

/** The `s/what/with/` commands of a sed script that put a variable somewhere. */
const replacementsIn = (script: ShellWord, file: string): Substitution['names'] => {
  const { text } = script;
  const out: { placeholder: string; variables: readonly string[]; span: Span }[] = [];
  for (const match of text.matchAll(/(?:^|[\n;{}\d$/])\s*s([^\w\s\\])/g)) {
    const sign = match[1] ?? '/';
    const from = match.index + match[0].length;
    const middle = unescaped(text, sign, from);
    const end = unescaped(text, sign, middle + 1);
    if (middle < 0 || end < 0) continue;
    const placeholder = text.slice(from, middle);
    const variables = [...text.slice(middle + 1, end).matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
    if (variables.length === 0) continue;
    const at = file.indexOf(placeholder, script.span.from);
    const inside = at >= 0 && at + placeholder.length <= script.span.to;
    out.push({ placeholder, variables, span: inside ? { from: at, to: at + placeholder.length } : script.span });
  }
  return out;
};

const unescaped = (text: string, sign: string, from: number): number => {
  for (let i = from; i < text.length && from >= 0; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === sign) return i;
  }
  return -1;
};
