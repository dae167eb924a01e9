import assert from 'node:assert/strict';
import { plain } from '../../server/src/lsp/plain.ts';

const cases: readonly (readonly [title: string, markdown: string, text: string])[] = [
  ['loses emphasis and code signs', '**bold** and _soft_ `code` and *more*', 'bold and soft code and more'],
  ['keeps what looks like emphasis inside code', '`*.ini` or `a_b_c`', '*.ini or a_b_c'],
  ['keeps underscores inside words', 'DJANGO_SETTINGS_MODULE is set', 'DJANGO_SETTINGS_MODULE is set'],
  ['writes links with their address', 'See [the page](https://x.test/a).', 'See the page: https://x.test/a.'],
  ['loses the signs of headings and fences', '# Head\n\n```ini\na = 1\n```\n', 'Head\n\n    a = 1'],
  ['keeps lists', '* one\n- **two**', '- one\n- two'],
  ['loses rules between parts', 'a\n\n---\n\nb', 'a\n\nb'],
  ['reads escaped signs', '2 \\* 3', '2 * 3'],
];

describe('Markdown as plain text', () => {
  for (const [title, markdown, text] of cases) it(title, () => assert.equal(plain(markdown), text));
});
