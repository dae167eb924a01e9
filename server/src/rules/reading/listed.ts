// Names in a sentence.

/** `a`, `b` and `c`; of more than `most` only the first, and how many there are besides. Names are quoted already where they must be. */
export const listed = (names: readonly string[], most = Number.POSITIVE_INFINITY, shown = most): string => {
  if (names.length > most) return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
};

/** Names as Markdown shows what is written in files. */
export const quoted = (names: readonly string[]): readonly string[] => names.map((name) => `\`${name}\``);
