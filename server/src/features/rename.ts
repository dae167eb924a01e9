// Renaming: the variables of a uwsgi.ini; stages, variables and here-documents of a Dockerfile.
import type { Cursor, Parsed } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { reading } from '../project/uwsgi/reading.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import { refusalDockerfile, renameableDockerfile, renameDockerfile } from './dockerfile/rename.ts';
import type { Place } from './feature.ts';
import { placeholderPlaces } from './uwsgi/placeholders.ts';

interface Named {
  readonly name: string;
  readonly span: Span;
}

/** What would be renamed at the caret; nothing when it is no variable of ours, or one whose definition is not in sight. */
export const renameable = (place: Place): Named | undefined => {
  const { parsed, project, knowledge, offset } = place;
  if (parsed.kind === 'dockerfile') return project.config.helps('dockerfile') ? renameableDockerfile(place) : undefined;
  if (parsed.kind !== 'uwsgi') return undefined;
  const one = parsed as Parsed<'uwsgi'>;
  const cursor = languages.uwsgi.cursor(one, offset);
  const read = reading(languages.uwsgi.facts(one), project, knowledge);
  const assigned = cursor.on === 'value' ? nameInValue(cursor, offset) : undefined;
  const named =
    cursor.on === 'reference' && cursor.to === 'placeholder'
      ? { name: cursor.text, span: cursor.span }
      : cursor.on === 'name'
        ? { name: cursor.text, span: cursor.span }
        : assigned;
  if (!named || knowledge.find('uwsgi-option', named.name)) return undefined;
  return placeholderPlaces(read, named.name).some((place) => place.defines) ? named : undefined;
};

/** The variable that a value begins with: in `set-placeholder = name=value`, and in `if-opt = name`. */
const nameInValue = ({ owner, text, span }: Extract<Cursor, { on: 'value' }>, offset: number): Named | undefined => {
  const equals = text.indexOf('=');
  const length = equals < 0 && /^if-(?:not-)?opt$/.test(owner) ? text.length : equals;
  if (length < 0 || !/^(?:set|set-ph|set-placeholder|if-(?:not-)?opt)$/.test(owner) || offset > span.from + length) return undefined;
  return { name: text.slice(0, length), span: { from: span.from, to: span.from + length } };
};

/** Why a name cannot be given; undefined when it can. */
export const refusal = (place: Place, name: string): string | undefined => {
  if (place.parsed.kind === 'dockerfile') return refusalDockerfile(place, name);
  const { knowledge } = place;
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) return 'A variable is one word of letters, digits, dots, dashes and underscores';
  if (knowledge.find('uwsgi-option', name)) return `\`${name}\` is an option of uWSGI and cannot be a variable`;
  if (name === '_' || /^\d+$/.test(name)) return 'uWSGI would take this name for something else';
  return undefined;
};

/** The edits that give the variable under the caret another name, in every file that knows it. */
export const rename = (place: Place, name: string): ReadonlyMap<Uri, readonly Edit[]> => {
  const named = renameable(place);
  const out = new Map<Uri, Edit[]>();
  if (!named || refusal(place, name)) return out;
  if (place.parsed.kind === 'dockerfile') return out.set(place.parsed.file.uri, [...renameDockerfile(place, name)]);
  const read = reading(languages.uwsgi.facts(place.parsed as Parsed<'uwsgi'>), place.project, place.knowledge);
  for (const { uri, span } of placeholderPlaces(read, named.name)) {
    const edits = out.get(uri);
    if (edits) edits.push({ span, text: name });
    else out.set(uri, [{ span, text: name }]);
  }
  return out;
};
