import type { FileKind } from '../languages/language.ts';
import type { Uri } from './uri.ts';

/** One text of one file at one moment. Never changes: a new text is a new object, and identity is the cache key. */
export interface SourceFile {
  readonly uri: Uri;
  readonly kind: FileKind;
  readonly version: number;
  readonly text: string;
}
