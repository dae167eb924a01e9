// The command of a line of a Procfile.
import { unspliced } from '../../../commands/spliced.ts';
import type { Parsed } from '../../../languages/language.ts';
import { type Site, shellSite } from '../site.ts';

export const procfileSite = ({ tree: { text } }: Parsed<'procfile'>, offset: number): Site | undefined => {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  const line = text.slice(start, feed < 0 ? text.length : feed).replace(/\r$/, '');
  const head = /^[A-Za-z0-9_-]+[ \t]*:[ \t]*/.exec(line)?.[0];
  return head !== undefined && offset >= start + head.length
    ? shellSite(unspliced(line.slice(head.length), start + head.length), offset)
    : undefined;
};
