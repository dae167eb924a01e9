import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';

/** Stylesheets and scripts have grammars of their own, and what is asked of them is found by regular expressions. */
export interface AssetTree {
  readonly text: string;
}

export const parse = (file: SourceFile): Parsed<'asset'> => ({ file, kind: 'asset', tree: { text: file.text }, broken: [] });
