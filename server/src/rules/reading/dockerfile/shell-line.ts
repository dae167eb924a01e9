// Words of a JSON command written as a line for a shell.
const variable = /\$(?:\w+|\{\w+[^}]*\})/g;
const plain = /^[\w@%+=:,./^-]*$/;

/** A word for a shell; variables in it are filled in, everything else keeps its meaning. */
export const shellWord = (text: string): string => {
  const rest = text.replace(variable, '');
  if (text !== '' && plain.test(rest)) return text;
  if (rest === text && !text.includes("'")) return `'${text}'`;
  return `"${text.replace(/["\\`]|\$(?!\w|\{\w)/g, '\\$&')}"`;
};

/** A JSON list that starts a line in a shell; `given` are the words behind it, the first of which is `$0`. */
export const shellList = (line: string, given: readonly string[] = []): string =>
  `[${['sh', '-c', line, ...given].map((word) => JSON.stringify(word)).join(', ')}]`;
