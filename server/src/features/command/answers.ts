// Completion, hover and definition wherever a file starts programs, sets their environment or names their image.
import type { FileKind } from '../../languages/language.ts';
import type { Location } from '../../text/span.ts';
import { parent } from '../../text/uri.ts';
import type { Completion, Hover, Place } from '../feature.ts';
import { images } from '../image/complete.ts';
import { hoverImage } from '../image/hover.ts';
import { completeCommand } from './complete.ts';
import { defineCommand } from './definition.ts';
import { describeVariable, hoverValue, variableNames, variableValues } from './environment.ts';
import { type FileOf, filesAround, scriptsAround } from './files.ts';
import { hoverCommand } from './hover.ts';
import type { Setting } from './place.ts';
import type { Site } from './site.ts';

/** Outside of Dockerfiles nothing is known of the image; paths begin in the file's own folder. */
const settingAt = (place: Place, site: Site): Setting => ({
  when: site.on === 'word' && site.probes ? 'probe' : 'start',
  image: undefined,
  folder: () => parent(place.parsed.file.uri),
  ...(container.has(place.parsed.kind) ? { scripts: () => scriptsAround(place) } : {}),
});
/** Files whose commands begin in a container; those of a script follow others. */
const container: ReadonlySet<FileKind> = new Set(['compose', 'kubernetes']);

export const completeSite = (place: Place, site: Site, setting: Setting = settingAt(place, site)): readonly Completion[] => {
  if (site.on === 'word') return completeCommand({ ...site.caret, ...site.writing, ...setting, place });
  if (site.on === 'image') return images(place, site.typed, site.spanFrom, 'service');
  if (site.on === 'name') return variableNames(place, site.span, site.equals, site.given, undefined);
  return variableValues(place, site.name, site.value, site.typed, setting, site.writing);
};

export const hoverSite = (place: Place, site: Site, setting: Setting = settingAt(place, site)): Hover | undefined => {
  if (site.on === 'word') return hoverCommand({ ...site.caret, ...site.writing, ...setting, place });
  if (site.on === 'image') return hoverImage(place, site.text, site.spanFrom(0));
  if (site.on === 'value') return hoverValue(place, site.name, site.value);
  const markdown = describeVariable(place.knowledge, site.name);
  return markdown ? { span: site.span, markdown } : undefined;
};

/** The file that the word leads to. */
export const defineSite = (place: Place, site: Site, files: FileOf = filesAround(place)): Location | undefined =>
  site.on === 'word' ? defineCommand({ ...site.caret, place }, files) : undefined;
