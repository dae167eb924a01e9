// Variables that Compose fills in (`${TAG:-dev}`), from where they are used to the environment files that set them and back.
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { stackFoldersOf } from '../../project/deployment/stacks.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { type Location, touches } from '../../text/span.ts';
import { baseName, parent, type Uri } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';

/** Where environment files of some folders set a variable: those that Compose reads, else their examples. */
const setIn = (project: Project, folders: readonly Uri[], name: string): readonly Location[] => {
  const found = project.all.dotenv.flatMap(({ facts: { uri, variables } }) =>
    folders.includes(parent(uri)) ? variables.filter((one) => one.name === name).map(({ nameSpan }) => ({ uri, span: nameSpan })) : [],
  );
  const read = found.filter(({ uri }) => baseName(uri) === '.env');
  return read.length > 0 ? read : found;
};

/** The variable that is filled in at an offset; in the default of another one that default's own. */
const usedAt = (parsed: Parsed<'compose'>, offset: number): string | undefined =>
  languages.compose.facts(parsed).variables.findLast(({ span }) => touches(span, offset))?.name;

/** Where the variable at the caret is set. */
export const definedVariable = (project: Project, parsed: Parsed<'compose'>, offset: number): readonly Location[] => {
  const name = usedAt(parsed, offset);
  return name === undefined ? [] : setIn(project, stackFoldersOf(project, parsed.file.uri), name);
};

/** Every use of a variable in the Compose files that read the environment files of some folders. */
const usesIn = (project: Project, folders: readonly Uri[], name: string): readonly Location[] =>
  project.all.compose.flatMap(({ facts: { uri, variables }, parsed: { file } }) => {
    if (!stackFoldersOf(project, uri).some((folder) => folders.includes(folder))) return [];
    return variables
      .filter((one) => one.name === name)
      .map(({ span }) => {
        const from = span.from + (file.text[span.from + 1] === '{' ? 2 : 1);
        return { uri, span: { from, to: from + name.length } };
      });
  });

/** The places of the variable at the caret of a Compose file or an environment file; empty where it is none of Compose's. */
export const variableOfCompose = (
  project: Project,
  parsed: Parsed<'compose'> | Parsed<'dotenv'>,
  offset: number,
  withDefinitions: boolean,
): readonly Location[] => {
  const { uri } = parsed.file;
  const isCompose = parsed.kind === 'compose';
  const folders = isCompose ? stackFoldersOf(project, uri) : [parent(uri)];
  const name = isCompose
    ? usedAt(parsed as Parsed<'compose'>, offset)
    : factsAt(project, uri, 'dotenv')?.variables.find(({ nameSpan }) => touches(nameSpan, offset))?.name;
  if (name === undefined) return [];
  const uses = usesIn(project, folders, name);
  return uses.length > 0 && withDefinitions ? [...setIn(project, folders, name), ...uses] : uses;
};

/** Names behind `${`: those that environment files beside it set, and those that are filled in elsewhere; nothing in another place. */
export const completeVariable = ({ project, parsed, offset }: Place): readonly Completion[] | undefined => {
  const { text, uri } = parsed.file;
  const typed = /(?<!\$)\$\{(\w*)$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[1];
  if (typed === undefined) return undefined;
  const rest = /^\w*/.exec(text.slice(offset))?.[0] ?? '';
  const span = { from: offset - typed.length, to: offset + rest.length };
  const close = /^[:?+}-]/.test(text.slice(span.to, span.to + 1)) ? '' : '}';
  const names = new Map<string, string>();
  const folders = stackFoldersOf(project, uri);
  for (const { facts } of project.all.dotenv)
    if (folders.includes(parent(facts.uri)))
      for (const { name } of facts.variables) if (!names.has(name)) names.set(name, baseName(facts.uri));
  for (const { facts } of project.all.compose)
    for (const { name, span: used } of facts.variables)
      if (!names.has(name) && !(facts.uri === uri && touches(used, offset))) names.set(name, `Filled in in ${baseName(facts.uri)}`);
  return [...names].map(([name, detail]) =>
    completion(name, 'variable', span, { detail, insert: `${name}${close}`, plain: `${name}${close}` }),
  );
};
