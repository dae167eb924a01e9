// Which Python distributions a stage installs: its commands joined with the requirement and lock files they name.
import { environmentsOf, targetOf } from '../../languages/dockerfile/environments.ts';
import type { Copy, DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { anyOf, requirements, targets, unread } from '../../languages/dockerfile/minds.ts';
import type { Project } from '../project.ts';
import { rememberedInContextAt } from './context.ts';
import { type Gathering, type Installed, type NamedFile, takeRun } from './installing.ts';
import { imageFiles } from './origin.ts';
import { remembered } from './remember.ts';

export interface Requirements {
  readonly installed: readonly Installed[];
  /** By name; of several the last, which is the one that stays. */
  readonly byName: ReadonlyMap<string, Installed>;
  readonly files: readonly NamedFile[];
  /** Whether what is asked for by name is all here: every file was read, and nothing is decided when the image is built. */
  readonly complete: boolean;
  /** Whether what that needs in turn is here as well: all of it comes from lock files. */
  readonly locked: boolean;
}

const finish = ({ installed, files, complete, locked }: Gathering): Requirements => ({
  installed,
  files,
  complete,
  locked: locked && complete,
  byName: new Map(installed.map((one) => [one.name, one])),
});

/** What the commands of a stage itself install, without the stages below it and those it copies from. */
export const requirementsOf = remembered((project: Project, facts: DockerfileFacts, stage: Stage): Requirements => {
  const all: Gathering = { image: imageFiles(project, facts), stage, installed: [], files: [], complete: true, locked: true };
  for (const placed of placedRuns(stage)) takeRun(all, placed);
  return finish(all);
});

/** Folders in which a tool that is not told otherwise keeps packages. */
const packagesLieIn =
  /(?:^|\/)(?:\.?v?env|virtualenvs|site-packages|dist-packages|\.local|\.pyenv|conda|python\d?[\d.]*)(?:\/|$)|^\/(?:usr(?:\/local(?:\/lib)?)?\/?|opt\/?|app\/?|install\/?)?$/;

/** Whether a COPY from another stage brings Python packages with it; undefined when it may. */
const bringsPackages = (from: Stage, copy: Copy): boolean | undefined => {
  const places: (string | undefined)[] = [];
  let sure = true;
  for (let stage: Stage | undefined = from; stage; stage = stage.parent) {
    for (const { path } of environmentsOf(stage)) places.push(path);
    for (const { run } of placedRuns(stage)) {
      const target = targetOf(stage, run);
      if (!target) {
        sure &&= run.installation === undefined || !/^(?:pip|pipenv|poetry|uv|pdm|conda)/.test(run.installation.tool);
        continue;
      }
      sure &&= target.into !== 'user' && (target.into === 'system' || target.path !== undefined);
      if (target.into === 'system') places.push('/usr/local/lib', '/usr/lib');
      else if (target.into === 'user') places.push(target.user === 'root' ? '/root/.local' : target.user && `/home/${target.user}/.local`);
      else places.push(target.path);
    }
  }
  const sources = copy.sources.map(({ text, known }) => (known ? absolute('/', text) : undefined));
  const hit = sources.some((source) => source && places.some((place) => place && (within(place, source) || within(source, place))));
  if (hit) return true;
  // Where all of them go is known, and it is not there.
  if (sure && places.length > 0 && sources.every((source) => source !== undefined)) return false;
  return sources.every((source) => source !== undefined && !packagesLieIn.test(source)) ? false : undefined;
};

/**
 * What is installed in the image of a stage: by itself, by the stages below it, and by those whose environments or packages it
 * copies. `complete` is false also where the image at the bottom is one that may bring packages of its own.
 */
export const imageRequirements: (project: Project, facts: DockerfileFacts, stage: Stage) => Requirements = remembered(
  (project, facts, stage) => {
    const parts: Requirements[] = [];
    let complete = true;
    const below = stage.parent;
    if (below) parts.push(imageRequirements(project, facts, below));
    else if (!stage.base || stage.base.family === 'other') complete = false;
    for (const copy of stage.copies) {
      if (!copy.from) continue;
      if (!copy.stage) {
        // Programs such as uv are fetched from images of their own.
        if (!copy.from.known || copy.sources.some(({ text }) => packagesLieIn.test(text))) complete = false;
        continue;
      }
      const brings = copy.stage.index < stage.index ? bringsPackages(copy.stage, copy) : false;
      if (brings !== false) parts.push(imageRequirements(project, facts, copy.stage));
      if (brings === undefined) complete = false;
    }
    parts.push(requirementsOf(project, facts, stage));
    // A stage may be met on several ways.
    const installed = [...new Set(parts.flatMap((part) => part.installed))];
    return {
      installed,
      files: [...new Set(parts.flatMap((part) => part.files))],
      complete: complete && parts.every((part) => part.complete),
      locked: complete && parts.every((part) => part.locked),
      byName: new Map(installed.map((one) => [one.name, one])),
    };
  },
);

/** What is installed in an image, without the places where it says so. */
export interface Packages extends Pick<Requirements, 'complete' | 'locked'> {
  readonly installed: readonly Package[];
  readonly byName: ReadonlyMap<string, Package>;
  /** Whether a folder is installed itself, which may bring more. */
  readonly folders: boolean;
}
type Package = Pick<Installed, 'name' | 'version' | 'specifier'>;

/** The same as `imageRequirements` for who asks only what there is, which edits in other instructions than those that install do not change. */
export const imagePackages: (project: Project, facts: DockerfileFacts, stage: Stage) => Packages = rememberedInContextAt(
  mindedSlot(anyOf(requirements, targets, unread)),
  (project, facts, stage) => {
    const { installed, complete, locked, files } = imageRequirements(project, facts, stage);
    const folders = files.some(({ as }) => as === 'editable' || as === 'path');
    const packages = installed.map(({ name, version, specifier }): Package => ({ name, version, specifier }));
    return { installed: packages, byName: new Map(packages.map((one) => [one.name, one])), complete, locked, folders };
  },
);
