// What the container of a stage starts, with the scripts in front of it read from the workspace.
import { type Launch, launch, type Script } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { notingLookup } from '../../languages/dockerfile/asked.ts';
import { ofEachBuild } from '../../languages/dockerfile/each-stage.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt } from '../../languages/dockerfile/files.ts';
import { wordsOf } from '../../languages/dockerfile/launch.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { followed } from '../../languages/dockerfile/minds.ts';
import { perOwn } from '../../languages/dockerfile/per-content.ts';
import { memo } from '../../languages/memo.ts';
import { baseName, resolve, type Uri } from '../../text/uri.ts';
import { perName } from '../kept.ts';
import { factsAt, type Project } from '../project.ts';
import { imageFiles, originOf } from './origin.ts';
import { remembered } from './remember.ts';

/** Where to keep what follows from what a stage starts, scripts of the workspace followed. */
export const followedSlot = mindedSlot(followed);
/** That of all stages of a file. */
export const followedSlots = ofEachBuild(followedSlot);

/** Folders that every image searches for programs, in the order of the official images. */
const usual = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Where a word that names a program may lie in the image: by its path, or in a folder of PATH. */
export const placesOf = (stage: Stage, text: string, folder = folderAt(stage, stage)): readonly string[] => {
  // A shell that is given the name of a script looks in its own folder too.
  const own = absolute(folder, text);
  if (text.includes('/')) return own ? [own] : [];
  notingLookup(stage)('PATH');
  const path = stage.environment.get('PATH')?.text.split(':') ?? [];
  const folders = [...new Set([...path.filter((part) => part.startsWith('/')), ...usual])];
  return [...folders.map((folder) => `${folder.replace(/\/$/, '')}/${text}`), ...(own ? [own] : [])];
};

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const scriptNames = memo(
  (files: Project['all']['shell']): ReadonlySet<string> => new Set(files.map(({ parsed }) => baseName(parsed.file.uri))),
);
/** The names that files are given in the images of a Dockerfile: the same set for as long as they are the same. */
const newNames = perName((project, uri, before: ReadonlySet<string> | undefined): ReadonlySet<string> => {
  const facts = factsAt(project, uri as Uri, 'dockerfile');
  const out = allOf(facts ? namesGiven(facts) : nothing);
  return before?.size === out.size && [...out].every((name) => before.has(name)) ? before : out;
});
const allOf = memo((lists: readonly (readonly string[])[]): ReadonlySet<string> => new Set(lists.flat()));
const nothing: readonly never[] = [];
const namesGiven = ofEachBuild(
  perOwn(({ copies }): readonly string[] => copies.map(({ destination }) => lastName(destination?.text ?? ''))),
);

/** Whether a word may name a script of the workspace at all; few do, and to find out whether one really does is dear. */
export const mayNameScript = (project: Project, facts: DockerfileFacts | undefined, text: string): boolean => {
  const name = lastName(text);
  return scriptNames(project.all.shell).has(name) || (facts !== undefined && newNames(project, facts.uri).has(name));
};

/**
 * ENTRYPOINT and CMD of a stage followed through the scripts that the workspace has; nothing when the stage starts nothing.
 * Programs that stand in a script have its address. `script` is the first one that could not be read.
 */
export const startedBy = (project: Project, facts: DockerfileFacts, stage: Stage): Launch | undefined =>
  !stage.launch || (stage.launch.server && !stage.launch.script) ? stage.launch : throughScripts(project, facts, stage);

const throughScripts = remembered((project: Project, facts: DockerfileFacts, stage: Stage): Launch | undefined => {
  const { entrypoint, cmd } = stage;
  const last = cmd ?? entrypoint;
  if (!last) return undefined;
  const image = imageFiles(project, facts);
  const script = ({ text }: Argument): Script | undefined => {
    if (!mayNameScript(project, facts, text)) return undefined;
    for (const path of placesOf(stage, text)) {
      const origin = originOf(image, stage, path);
      if (origin.is !== 'context') continue;
      const uri = resolve(image.context.folder, `./${origin.path}`);
      const file = project.file(uri)?.facts;
      return file && 'passesOn' in file && file.template === undefined ? { uri, commands: file.commands } : undefined;
    }
    return undefined;
  };
  const lines = [entrypoint, cmd].filter((start) => start !== undefined);
  return launch([...wordsOf(entrypoint), ...wordsOf(cmd)], { lookup: notingLookup(stage), lines, span: last.span, script, open: !cmd });
});
