// Whether a lock file is in the image when an instruction of a stage begins.
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { mountsOf } from '../../../languages/dockerfile/mounts.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { matcherOf } from '../../../languages/dockerignore/pattern.ts';
import { chainOf } from './shipped.ts';

/** Whether the last part of a source, a pattern perhaps, is that file. */
const isFile = (source: string, name: string): boolean => {
  const last = source.replace(/^.*\//, '');
  return last === name || (/[*?[]/.test(last) && last !== '*' && matcherOf(last)(name));
};
/** Whether a source may be a folder, by its name. */
const mayBeFolder = (source: string): boolean => !/(?:\.[A-Za-z]\w*\*?|(?:^|\/)(?:Pipfile|Procfile|Makefile|LICENSE|README))$/.test(source);

/**
 * Whether a file of that name was copied or is mounted; undefined where a copy of a whole folder may have brought it. Patterns such
 * as `uv.lock*` count as the file.
 */
export const hasFile = (stage: Stage, name: string, at: Instruction): boolean | undefined => {
  let folder = false;
  for (const one of chainOf(stage)) {
    for (const { instruction, sources } of one.copies) {
      if (one === stage && instruction.span.from > at.span.from) break;
      if (sources.some(({ text }) => isFile(text, name))) return true;
      if (sources.some(({ text, known }) => !known || mayBeFolder(text))) folder = true;
    }
  }
  for (const { source, type } of mountsOf(at)) {
    if (type !== 'bind') continue;
    if (source !== undefined && isFile(source, name)) return true;
    if (source === undefined || mayBeFolder(source)) folder = true;
  }
  return folder ? undefined : false;
};
