// Renaming: the variables of a uwsgi.ini; stages, variables and here-documents of a Dockerfile, stages also where they are built; names of Compose files.
import type { Cursor, Parsed } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { parsedAt } from '../project/project.ts';
import { reading } from '../project/uwsgi/reading.ts';
import type { Edit } from '../text/edit.ts';
import type { Location, Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import { refusalInCompose, renameableInCompose, renamedInCompose } from './compose/rename.ts';
import { placesOfStage, targetAt, targetsOf } from './deployment/builds.ts';
import { nameAt } from './dockerfile/names.ts';
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
  if (isCompose(place)) {
    const named = renameableInCompose(place);
    if (named) return named;
  }
  if (parsed.kind !== 'uwsgi') {
    const span = targetAt(project, parsed, offset)?.span;
    const stage = stagePlace(place);
    return span && stage && renameableDockerfile(stage) ? { name: parsed.file.text.slice(span.from, span.to), span } : undefined;
  }
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

const isCompose = ({ parsed, project }: Place): boolean => parsed.kind === 'compose' && project.config.helps('compose-names');

/** Where the stage gets its name that a file outside of its Dockerfile builds. */
const stagePlace = (place: Place): Place | undefined => {
  const { project, parsed, offset } = place;
  const target = targetAt(project, parsed, offset);
  const defined = target && placesOfStage(project, target).find(({ defines }) => defines);
  const dockerfile = parsedAt(project, target?.uri, 'dockerfile');
  return defined && dockerfile ? { ...place, parsed: dockerfile, offset: defined.span.from } : undefined;
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
  const { parsed, knowledge } = place;
  const stage = parsed.kind === 'dockerfile' ? place : stagePlace(place);
  if (stage) return refusalDockerfile(stage, name);
  if (parsed.kind === 'compose') return refusalInCompose(place, name);
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
  const add = ({ uri, span }: Location) => {
    const edits = out.get(uri);
    if (edits) edits.push({ span, text: name });
    else out.set(uri, [{ span, text: name }]);
  };
  const { project, parsed, knowledge } = place;
  const stage = parsed.kind === 'dockerfile' ? place : stagePlace(place);
  if (stage) {
    const { uri } = stage.parsed.file;
    out.set(uri, [...renameDockerfile(stage, name)]);
    const renamed = nameAt(stage.parsed as Parsed<'dockerfile'>, stage.offset)?.named;
    if (renamed?.kind === 'stage') for (const at of targetsOf(project, { uri, name: renamed.name })) add(at);
    return out;
  }
  if (parsed.kind === 'compose') {
    for (const at of renamedInCompose(place)) add(at);
    return out;
  }
  const read = reading(languages.uwsgi.facts(parsed as Parsed<'uwsgi'>), project, knowledge);
  for (const at of placeholderPlaces(read, named.name)) add(at);
  return out;
};
