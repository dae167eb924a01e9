// Django's own commands: `python manage.py migrate`, `django-admin collectstatic`, `python -m django check`.
import type { Argument } from './resolve.ts';
import { programOf, unwrap } from './wrappers.ts';

export interface ManageCommand {
  /** The command's name, such as `migrate`. */
  readonly verb: Argument;
  /** What stands behind the name. */
  readonly rest: readonly Argument[];
  /** The word that names manage.py, `django-admin` or the module `django`. */
  readonly program: Argument;
  /** The value of `--settings`. */
  readonly settings: Argument | undefined;
}

/** Reads the words of a command, wrappers included; nothing when it is none of Django's. */
export const readManage = (command: readonly Argument[]): ManageCommand | undefined => {
  let { words } = unwrap(command);
  if (/^(?:python|pypy)(?:\d(?:\.\d+)?)?$/.test(programOf(words[0]))) {
    let i = 1;
    while (/^-[^m]/.test(words[i]?.text ?? '')) i += /^-[WX]$/.test(words[i]?.text ?? '') ? 2 : 1;
    words = words.slice(words[i]?.text === '-m' ? i + 1 : i);
  }
  const [program] = words;
  if (!program || !/^(?:manage\.py|manage|django-admin(?:\.py)?|django)$/.test(programOf(program))) return undefined;
  let at = 1;
  // The verb comes first, but `--settings=…` and `--pythonpath …` may stand in front of it.
  while (words[at]?.text.startsWith('-')) at += /^--(?:settings|pythonpath)$|^-v$/.test(words[at]?.text ?? '') ? 2 : 1;
  const verb = words[at];
  if (!verb) return undefined;
  return { verb, rest: words.slice(at + 1), program, settings: optionValue(words.slice(1), '--settings') };
};

/** The value of a long option, written with `=` or as the next word. */
const optionValue = (words: readonly Argument[], name: string): Argument | undefined => {
  const at = words.findLastIndex(({ text }) => text === name || text.startsWith(`${name}=`));
  const word = words[at];
  if (!word || word.text === name) return words[at + 1] && at >= 0 ? words[at + 1] : undefined;
  const cut = name.length + 1;
  const plain = word.span.to - word.span.from === word.text.length;
  return { ...word, text: word.text.slice(cut), span: plain ? { from: word.span.from + cut, to: word.span.to } : word.span };
};
