// What is under the caret, explained. One look-up per kind of cursor; languages say what the caret is on.
import type { Cursor, FileKind, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import { urlOf } from '../rules/rule.ts';
import type { Span } from '../text/span.ts';
import { hoverSite } from './command/answers.ts';
import { siteAt } from './command/sites.ts';
import { hoverInCompose } from './compose/hover.ts';
import { hoverBuilt, hoverRead, withDeployments } from './deployment/hover.ts';
import { hoverDockerfile } from './dockerfile/hover.ts';
import { describe } from './documentation.ts';
import type { Hover, Place } from './feature.ts';
import { hoverObject } from './kubernetes/names.ts';
import { hoverSettings } from './settings/hover.ts';
import { hoverUwsgi } from './uwsgi/hover.ts';

/** Markdown about the thing at the offset; nothing when there is nothing to say. */
export const hover = (place: Place): Hover | undefined => withDeployments(place, hoverThing(place));

const hoverThing = (place: Place): Hover | undefined => {
  const { parsed, project } = place;
  if (parsed.kind === 'dockerfile') return hoverDockerfile(place);
  if (parsed.kind === 'python') return hoverSettings(place);
  const site = siteAt(place);
  const own = (site && hoverSite(place, site)) ?? hoverBuilt(place);
  if (own) return own;
  if (site?.on === 'name') return hoverRead(place, site.name, site.span);
  if (parsed.kind === 'compose') return project.config.helps('compose-names') ? hoverInCompose(place) : undefined;
  if (parsed.kind === 'kubernetes') return hoverObject(place);
  if (site) return undefined;
  const one = parsed as Parsed<FileKind>;
  const cursor = languageOf(one).cursor(one, place.offset);
  return parsed.kind === 'uwsgi' ? hoverUwsgi(place, cursor) : hoverEntry(place, cursor);
};

/** The catalogue's text for a name or for the owner of a value. */
const hoverEntry = ({ knowledge }: Place, cursor: Cursor): Hover | undefined => {
  if (cursor.on !== 'name' && cursor.on !== 'value') return undefined;
  const name = cursor.on === 'name' ? cursor.text : cursor.owner;
  if (cursor.on === 'name' && cursor.section === 'rules' && /^[a-z]+\/[a-z0-9-]+$/.test(name)) {
    return { span: cursor.span, markdown: `**\`${name}\`** · rule\n\n[What it reports and why](${urlOf(name)})` };
  }
  const entry = knowledge.find(cursor.of, name);
  if (!entry) return undefined;
  const span: Span = cursor.span;
  return { span, markdown: describe(entry) };
};
