// How a module reads variables of the process: with the library it has, else with `os.environ`.
import type { Written } from './writing.ts';

/** How a module reads variables of the process. */
export interface Reading {
  /** Modules to import for it. */
  readonly imports: readonly string[];
  /** Fails where the variable is not set. */
  text(name: string): string;
  textOr(name: string, otherwise: string): string;
  truth(name: string, otherwise: boolean): string;
  list(name: string, otherwise: readonly string[]): string;
}

/** The style of the file; only objects that the text itself makes count. */
export const readingOf = ({ text, quote }: Written): Reading => {
  const q = (word: string) => `${quote}${word}${quote}`;
  const environ = /^(\w+)\s*=\s*(?:environ\.)?(?:Env|FileAwareEnv)\(/m.exec(text)?.[1];
  if (environ)
    return {
      imports: [],
      text: (name) => `${environ}(${q(name)})`,
      textOr: (name, otherwise) =>
        `${environ}(${q(name)}, ${/import environ\b|from environ\b/.test(text) ? 'default=' : ''}${q(otherwise)})`,
      truth: (name, otherwise) =>
        `${environ}.bool(${q(name)}, ${/import environ\b|from environ\b/.test(text) ? 'default=' : ''}${otherwise ? 'True' : 'False'})`,
      list: (name, otherwise) =>
        `${environ}.list(${q(name)}, ${/import environ\b|from environ\b/.test(text) ? 'default=' : ''}[${otherwise.map(q).join(', ')}])`,
    };
  const decouple = /^from decouple import .*\bconfig\b/m.test(text);
  if (decouple && /^from decouple import .*\bCsv\b/m.test(text))
    return {
      imports: [],
      text: (name) => `config(${q(name)})`,
      textOr: (name, otherwise) => `config(${q(name)}, default=${q(otherwise)})`,
      truth: (name, otherwise) => `config(${q(name)}, default=${otherwise ? 'True' : 'False'}, cast=bool)`,
      list: (name, otherwise) => `config(${q(name)}, default=${q(otherwise.join(','))}, cast=Csv())`,
    };
  return {
    imports: ['os'],
    text: (name) => `os.environ[${q(name)}]`,
    textOr: (name, otherwise) => `os.environ.get(${q(name)}, ${q(otherwise)})`,
    truth: (name, otherwise) => `os.environ.get(${q(name)}, ${q(otherwise ? '1' : '0')}) == ${q('1')}`,
    list: (name, otherwise) => `[word for word in os.environ.get(${q(name)}, ${q(otherwise.join(','))}).split(${q(',')}) if word]`,
  };
};
