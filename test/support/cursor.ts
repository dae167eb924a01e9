// `<cursor>` in a text says where the caret is.

/** Takes the marker out; fails when the text has none. */
export const readCursor = (marked: string): { readonly text: string; readonly offset: number } => {
  const offset = marked.indexOf('<cursor>');
  if (offset < 0) throw new Error('the text has no <cursor>');
  return { text: marked.slice(0, offset) + marked.slice(offset + '<cursor>'.length), offset };
};
