// Definitions in a uwsgi.ini: placeholders, included files, the module that is served.
import type { Cursor } from '../../languages/language.ts';
import { applicationFile } from '../../project/uwsgi/module.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import { findInclude } from '../../project/uwsgi/world.ts';
import type { Location } from '../../text/span.ts';
import { placeholderPlaces } from './placeholders.ts';

export const defineUwsgi = (read: Reading, cursor: Cursor): readonly Location[] => {
  if (cursor.on === 'reference' && cursor.to === 'placeholder') {
    return placeholderPlaces(read, cursor.text)
      .filter((place) => place.defines)
      .map(({ uri, span }) => ({ uri, span }));
  }
  if (cursor.on !== 'value') return [];
  const { owner, text } = cursor;
  if (/^(?:include|ini|inherit|config)$/.test(owner)) return included(read, text);
  if (/^(?:module|wsgi|wsgi-file|file|mount|callable)$/.test(owner)) {
    const found = applicationFile(owner, text, read);
    return found ? [found] : [];
  }
  return [];
};

/** `file:section`, `:section` of this file, or a file. */
const included = (read: Reading, text: string): readonly Location[] => {
  const colon = text.lastIndexOf(':');
  const path = (colon < 0 ? text : text.slice(0, colon)).replace(/^%d/, '');
  const section = colon < 0 ? 'uwsgi' : text.slice(colon + 1) || 'uwsgi';
  const facts = path === '' ? read.facts : findInclude(path, read.facts.uri, read.project);
  if (!facts) return [];
  const header = facts.sections.find((one) => one.name === section)?.header;
  return [{ uri: facts.uri, span: header ? header.body : { from: 0, to: 0 } }];
};
