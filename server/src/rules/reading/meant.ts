// The fix of a word that was meant otherwise.
import type { Location } from '../../text/span.ts';
import { type Fix, fix, replace } from '../rule.ts';
import { isPlain } from './server-setting.ts';

/** Writes what was meant in place of a word; nothing where nobody knows it, or where the word is not written there as it is read. */
export const writeMeant = (word: string, meant: string | undefined, at: Location): readonly Fix[] =>
  meant !== undefined && isPlain(word, at.span) ? [fix(`Write \`${meant}\``, false, at.uri, replace(at.span, meant))] : [];
