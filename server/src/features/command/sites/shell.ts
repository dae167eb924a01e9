// Start scripts.
import { unspliced } from '../../../commands/spliced.ts';
import type { Parsed } from '../../../languages/language.ts';
import { type Site, shellSite } from '../site.ts';

export const shellFileSite = ({ tree: { text } }: Parsed<'shell'>, offset: number): Site | undefined =>
  shellSite(unspliced(text, 0), offset);
