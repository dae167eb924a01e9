// Files of a folder that name a word: for questions about code that is otherwise never read.
import { pathOf, relative, slashPath, type Uri } from '../text/uri.ts';
import { readText } from './read.ts';

/** How many files are read at the same time. */
const atOnce = 32;

/** The Python files among these whose text has the word, by their path below the root, with their texts. Never rejects. */
export const pythonNaming = async (
  word: string,
  root: Uri,
  files: readonly Uri[],
): Promise<readonly { readonly path: string; readonly text: string }[]> => {
  const found: { path: string; text: string }[] = [];
  const python = files.filter((uri) => slashPath(uri).endsWith('.py'));
  for (let from = 0; from < python.length; from += atOnce) {
    const texts = await Promise.all(python.slice(from, from + atOnce).map(async (uri) => ({ uri, read: await readText(pathOf(uri)) })));
    for (const { uri, read } of texts)
      if ('text' in read && read.text.includes(word)) found.push({ path: relative(root, uri), text: read.text });
  }
  return found;
};
