// What came of an option that stands in no new file.
import { type OldServer, optionRow, type Target } from '../../knowledge/moving/tables.ts';
import type { OldOption } from './old-option.ts';
import type { Outcome } from './plan.ts';

export interface Judged {
  readonly outcome: Outcome;
  readonly text: string;
  readonly link: string;
}

const joined = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');
/** Names of programs keep their small letters. */
const capital = (text: string): string =>
  /^(?:nginx|django-|gunicorn|uvicorn)/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string): string => capital(/[.!]$/.test(text) ? text : `${text}.`);

/** The verdict of the tables: the rows of the move first, else what the catalogue says of its successors. Total. */
export const judge = (from: OldServer, option: Pick<OldOption, 'key' | 'names' | 'entry' | 'used'>, to: Target): Judged => {
  const { entry, names, used, key } = option;
  const row = optionRow(from, names);
  if (row && (entry || row.names.includes(key))) {
    const { link } = row;
    const heir = row[to];
    if (heir && 'itself' in heir) return { outcome: 'itself', text: joined(heir.itself, row.note), link };
    if (heir) return { outcome: 'hand', text: joined(heir.becomes, row.note), link };
    if (row.platform) return { outcome: 'platform', text: joined(row.platform, row.note), link };
    return { outcome: 'instead', text: joined(row.instead, row.note), link };
  }
  if (!entry && from === 'daphne') return { outcome: 'unknown', text: 'Daphne knows no option of that name.', link: '' };
  if (!entry) {
    return used
      ? { outcome: 'variable', text: 'A variable of the file; it is filled in where it is used.', link: '' }
      : { outcome: 'unknown', text: 'uWSGI knows no option of that name: it did nothing.', link: '' };
  }
  return fromCatalogue(entry, to);
};

const fromCatalogue = ({ successor, link, brief, body }: NonNullable<OldOption['entry']>, to: Target): Judged => {
  const own = successor[to];
  const platform = successor.whitenoise ?? successor.platform;
  const none = own === undefined || /^(?:none|not available)\b/i.test(own);
  if (own !== undefined && /^needless\b/i.test(own)) return { outcome: 'itself', text: sentence(own), link };
  if (own !== undefined && !none) return { outcome: 'hand', text: joined(sentence(own), platform && sentence(platform)), link };
  if (platform !== undefined) return { outcome: 'platform', text: sentence(platform), link };
  const why = own?.replace(/^(?:none|not available)[.;:,]?\s*/i, '') ?? '';
  if (why !== '') return { outcome: 'instead', text: sentence(why), link };
  const text =
    body === ''
      ? `Nothing like it is needed for Django on ${to}. What it did: ${sentence(brief)}`
      : 'Left out: it speaks of uWSGI itself, and nothing takes its place.';
  return { outcome: 'instead', text, link };
};
