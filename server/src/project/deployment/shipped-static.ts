// How the files that collectstatic writes in one stage come into others.

import { programOf } from '../../commands/wrappers.ts';
import type { Value } from '../../languages/dockerfile/expand.ts';
import type { Copy, DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt, ownerOf, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { chainOf } from '../../languages/dockerfile/stage-words.ts';
import type { Project } from '../project.ts';
import type { SettingsView } from '../settings/view.ts';
import { allStages } from './images.ts';
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

/** Where the files are when the build is done. */
export interface CollectedFiles {
  readonly root: string;
  /** Other places to which the manifest alone was copied. */
  readonly manifests: readonly string[];
}

/** Programs that may bring files to another place. */
const movers = /^(?:mv|cp|ln|rsync|tar|install|find|zip|unzip)$/;

/** Where the files lie in the stage that collects them; nothing where that is not known, or a later command moves them in a way that is not followed. */
export const collectedAt = (project: Project, facts: DockerfileFacts, stage: Stage, view: SettingsView): CollectedFiles | undefined => {
  let root = staticRootIn(project, facts, stage, view);
  const manifests: string[] = [];
  for (const one of allStages(project, facts).filter((other) => chainOf(other).includes(stage))) {
    let collected = one !== stage;
    for (const { words, folder, run } of placedRuns(one)) {
      collected ||= words.some(({ text }) => text === 'collectstatic');
      const program = programOf(words[0]);
      if (!movers.test(program) || root === undefined) continue;
      const name = root.slice(root.lastIndexOf('/') + 1);
      if (!words.some(({ text }) => text.includes(name))) continue;
      const paths = words.slice(1).filter(({ text }) => !text.startsWith('-'));
      const [source, target, more] = paths.map(({ text, known }) => (known && !/[*?[]/.test(text) ? absolute(folder, text) : undefined));
      const isOption = words.some(({ text }) => /^-(?!-?(?:v|verbose|f|force|a|r|R|p)$)/.test(text));
      if (!collected || !run.command.certain || !source || !target || more || paths.length !== 2 || isOption) return undefined;
      if (program === 'cp' && source === `${root}/staticfiles.json`) {
        const intoFolder = /\/$/.test(paths[1]?.text ?? '') || !target.endsWith('.json');
        manifests.push(intoFolder ? `${target}/staticfiles.json` : target);
      } else if (program === 'mv' && source === root && one === stage && ownerOf(stage, target, run.step.instruction) === 'absent')
        root = target;
      else return undefined;
    }
  }
  return root === undefined ? undefined : { root, manifests };
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
