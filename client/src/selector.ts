// Which documents are sent to the server; the server decides which of them it knows.
import type { DocumentSelector, TextDocumentFilter } from 'vscode-languageclient';
import documents from './documents.json' with { type: 'json' };

const kinds: readonly { readonly languages: readonly string[]; readonly patterns: readonly string[] }[] = Object.values(documents.kinds);

/** Every language and every pattern in every scheme; documents without a file also in the languages they usually begin in. */
export const selector: DocumentSelector = [
  ...documents.schemes.flatMap((scheme): TextDocumentFilter[] =>
    kinds.flatMap(({ languages, patterns }) => [
      ...languages.map((language) => ({ scheme, language })),
      ...patterns.map((pattern) => ({ scheme, pattern })),
    ]),
  ),
  ...documents.unsaved.map((language) => ({ scheme: 'untitled', language })),
];
