// A variable of the process, from where it is set to where settings read it and back.
import type { Parsed } from '../../languages/language.ts';
import { pythonCaret } from '../../languages/python/caret.ts';
import type { FileOf, Project } from '../../project/project.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import { type Location, touches } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Place } from '../feature.ts';
import { givenVariables } from '../settings/variables.ts';

/** The files of all settings modules of a project. */
const settingsFiles = (project: Project): ReadonlySet<Uri> =>
  new Set(
    djangoProjects(project).flatMap((django) => [
      ...django.modules.flatMap((module) => [module.uri, ...(django.view(module, 'production')?.files ?? [])]),
      ...(django.production?.files ?? []),
    ]),
  );

/** Every place in the settings that reads the variable. */
export const readsOf = (project: Project, name: string): readonly Location[] => {
  const out: Location[] = [];
  for (const uri of settingsFiles(project)) {
    const file = project.file(uri);
    if (file?.parsed.kind !== 'python') continue;
    const { parsed } = file as FileOf<'python'>;
    const { text } = parsed.file;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const caret = pythonCaret(parsed, at);
      if (caret.on === 'variable' && caret.text === name && caret.span.from === at) out.push({ uri, span: caret.span });
    }
  }
  return out;
};

/** The variable that is set or read at the caret. */
export const variableAt = ({ project, parsed, offset }: Place): string | undefined => {
  const { uri } = parsed.file;
  if (parsed.kind === 'python') {
    const caret = pythonCaret(parsed as Parsed<'python'>, offset);
    return caret.on === 'variable' && caret.text !== '' ? caret.text : undefined;
  }
  for (const { name, places } of givenVariables(project).values())
    if (places.some((at) => at.uri === uri && touches(at.span, offset))) return name;
  return undefined;
};

/** Where it is set, then where it is read. */
export const variablePlaces = (project: Project, name: string, withDefinitions: boolean): readonly Location[] => [
  ...(withDefinitions ? (givenVariables(project).get(name)?.places ?? []) : []),
  ...readsOf(project, name),
];
