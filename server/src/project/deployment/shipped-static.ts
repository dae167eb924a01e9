// How the files that collectstatic writes in one stage come into others.
import { programOf } from '../../commands/wrappers.ts';
import type { Value } from '../../languages/dockerfile/expand.ts';
import type { Copy, DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt, placedRuns, within } from '../../languages/dockerfile/files.ts';
import type { Project } from '../project.ts';
import type { SettingsView } from '../settings/view.ts';
import { staticRootIn } from './static-root.ts';

/** One source of a COPY from a stage that has the collected files. */
export interface StaticCopy {
  readonly into: Stage;
  readonly copy: Copy;
  readonly source: Value;
  /** What it takes, and where that goes, as absolute paths. */
  readonly path: string;
  readonly to: string;
  /** Where STATIC_ROOT ends up: when the source holds all of it. */
  readonly root: string | undefined;
  /** Whether the source is a part of STATIC_ROOT, such as its manifest. */
  readonly part: boolean;
}

const chainOf = (stage: Stage): readonly Stage[] => [...(stage.parent ? chainOf(stage.parent) : []), stage];

/** Programs that may move what was collected to another place. */
const movers = /^(?:mv|cp|ln|rsync|tar|install|find|zip|unzip)$/;

/** Where the files lie in the stage that collects them; nothing where that is not known, or a later command may move them. */
export const collectedAt = (project: Project, facts: DockerfileFacts, stage: Stage, view: SettingsView): string | undefined => {
  const root = staticRootIn(project, facts, stage, view);
  if (root === undefined) return undefined;
  const name = root.slice(root.lastIndexOf('/') + 1);
  const moved = facts.stages
    .filter((one) => chainOf(one).includes(stage))
    .some((one) => placedRuns(one).some(({ words }) => movers.test(programOf(words[0])) && words.some(({ text }) => text.includes(name))));
  return moved ? undefined : root;
};

/**
 * What a stage copies from a stage that holds the collected files; nothing where a source, a place or a way over other stages is not
 * known. An empty list: it takes nothing from there.
 */
export const copiesFrom = (into: Stage, collecting: Stage, root: string): readonly StaticCopy[] | undefined => {
  const out: StaticCopy[] = [];
  for (const one of chainOf(into)) {
    for (const copy of one.copies) {
      const { stage: from, destination, step, sources } = copy;
      if (!from) continue;
      if (!chainOf(from).includes(collecting)) {
        // It may come over another stage.
        if (from.sources.some((source) => chainOf(source).includes(collecting))) return undefined;
        continue;
      }
      const to = destination?.known ? absolute(folderAt(one, step), destination.text) : undefined;
      if (to === undefined) return undefined;
      for (const source of sources) {
        const path = source.known && !/[*?[]/.test(source.text) ? absolute('/', source.text) : undefined;
        if (path === undefined) return undefined;
        const holds = within(path, root);
        const part = !holds && within(root, path);
        out.push({
          into: one,
          copy,
          source,
          path,
          to,
          part,
          root: holds ? (absolute(to, `.${root.slice(path === '/' ? 0 : path.length)}`) ?? to) : undefined,
        });
      }
    }
  }
  return out;
};
