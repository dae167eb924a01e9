// WhiteNoise in its place: right behind SecurityMiddleware, in the list that the user has.
import { itemAfter, itemBefore } from '../../languages/python/writing.ts';
import { knownItems, textOf } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import type { Ground } from './ground.ts';

const whitenoise = 'whitenoise.middleware.WhiteNoiseMiddleware';
const security = 'django.middleware.security.SecurityMiddleware';

/** WhiteNoise's own, ServeStatic's, and what a project makes of either, as far as its name tells. */
const serving = /(?:whitenoise|servestatic)\w*middleware$/i;

/** Inserts the middleware of WhiteNoise; does nothing when it, or another that does the same, is there. */
export const placeWhiteNoise = (ground: Ground): void => {
  const list = listOf(ground.view, 'MIDDLEWARE');
  const items = list ? knownItems(list) : [];
  const texts = items.map(({ value }) => textOf(value));
  if (texts.some((text) => serving.test(text ?? ''))) return;
  const anchor = items[Math.max(0, texts.indexOf(security))];
  const file = anchor && ground.written(anchor.at.uri);
  if (!anchor || !file) {
    ground.note(`Put \`${whitenoise}\` into MIDDLEWARE, right behind \`${security}\`: its list could not be read.`);
    return;
  }
  // The item is written as its neighbour is.
  const sign = /^[rRuU]?(["'])/.exec(file.text.slice(anchor.at.span.from, anchor.at.span.to))?.[1] ?? file.quote;
  const code = `${sign}${whitenoise}${sign}`;
  const edit = texts.includes(security) ? itemAfter(file, anchor.at.span, code) : itemBefore(file, anchor.at.span, code);
  ground.edit(file.uri, edit);
};
