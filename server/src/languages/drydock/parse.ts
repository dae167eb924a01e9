// drydock.yaml as a tree: the `yaml` library's own document, with offsets.
import { type Document, parseDocument } from 'yaml';
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';

export interface DrydockTree {
  readonly text: string;
  readonly document: Document;
}

export const parse = (file: SourceFile): Parsed<'drydock'> => {
  const document = parseDocument(file.text, { keepSourceTokens: true, strict: false, prettyErrors: false, logLevel: 'silent' });
  const broken = document.errors.map((error) => ({ from: error.pos[0], to: error.pos[1] }));
  return { file, kind: 'drydock', tree: { text: file.text, document }, broken };
};
