// Where the class, module or variable under the caret is made, and every place that speaks of it.
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Place } from '../feature.ts';
import { targetOf } from './defined.ts';
import { type Seen, seenAt } from './seen.ts';
import { givenVariables } from './variables.ts';

/** The class, function or module that a dotted path names; the files that set a variable. */
export const defineSettings = (place: Place): readonly Location[] => {
  const seen = seenAt(place);
  if (seen?.caret.on === 'variable') return givenVariables(place.project).get(seen.caret.text)?.places ?? [];
  if (seen?.caret.on !== 'string') return [];
  const target = targetOf(place.project, seen.uri, seen.caret.text);
  return target ? [{ uri: target.uri, span: target.span }] : [];
};

/** Of a setting, everything that changes it in any settings module; of a dotted path, every setting that names it. */
export const settingsReferences = (place: Place, withDefinitions: boolean): readonly Location[] => {
  const seen = seenAt(place);
  if (seen?.caret.on === 'target' || seen?.caret.on === 'name') {
    return place.knowledge.find('setting', seen.caret.text) ? changesOf(seen, seen.caret.text, withDefinitions) : [];
  }
  if (seen?.caret.on !== 'string' || !seen.caret.text.includes('.')) return [];
  const { text } = seen.caret;
  const named = filesOf(seen).flatMap((uri) => literals(place.project, uri, text));
  return withDefinitions ? [...defineSettings(place), ...named] : named;
};

/** The files of all settings modules. */
const filesOf = ({ django }: Seen): readonly Uri[] => [
  ...new Set([...django.modules.flatMap((module) => django.view(module, 'production')?.files ?? []), ...(django.production?.files ?? [])]),
];

const changesOf = ({ django }: Seen, name: string, withDefinitions: boolean): readonly Location[] => {
  const out = new Map<string, Location>();
  const views = [django.production, django.development, ...django.modules.map((module) => django.view(module, 'production'))];
  for (const view of views)
    for (const { how, target } of view?.get(name)?.changes ?? [])
      if (how !== 'import' && (withDefinitions || how !== 'assign')) out.set(`${target.uri} ${target.span.from}`, target);
  return [...out.values()];
};

/** String literals of a file that hold just that text. */
const literals = (project: Project, uri: Uri, text: string): readonly Location[] => {
  const source = project.file(uri)?.parsed.file.text ?? '';
  const out: Location[] = [];
  for (const quote of ['"', "'"]) {
    const wanted = quote + text + quote;
    for (let at = source.indexOf(wanted); at >= 0; at = source.indexOf(wanted, at + wanted.length))
      out.push({ uri, span: { from: at + 1, to: at + 1 + text.length } });
  }
  return out;
};
