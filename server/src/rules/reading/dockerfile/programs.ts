// The programs of Python packages that a stage starts, and what else could bring them.

import { pythonTools } from '../../../commands/installs.ts';
import type { Argument } from '../../../commands/resolve.ts';
import { programOf } from '../../../commands/wrappers.ts';
import { environmentsOf, targetOf } from '../../../languages/dockerfile/environments.ts';
import type { Run, Stage } from '../../../languages/dockerfile/facts.ts';
import type { Launched } from '../../../languages/dockerfile/launch.ts';
import { perMinded } from '../../../languages/dockerfile/minded.ts';
import { anyOf, environments, installs, targets } from '../../../languages/dockerfile/minds.ts';
import { startedBy } from '../../../project/dockerfile/started.ts';
import type { Subject } from '../../rule.ts';
import { chainOf } from './shipped.ts';

/** Programs that packages bring, with their distribution and the module that `python -m` starts instead. */
const scripts: Readonly<Record<string, { readonly of: string; readonly module: string | undefined }>> = {
  gunicorn: { of: 'gunicorn', module: 'gunicorn' },
  uvicorn: { of: 'uvicorn', module: 'uvicorn' },
  daphne: { of: 'daphne', module: 'daphne' },
  hypercorn: { of: 'hypercorn', module: 'hypercorn' },
  granian: { of: 'granian', module: 'granian' },
  'waitress-serve': { of: 'waitress', module: 'waitress' },
  uwsgi: { of: 'uwsgi', module: undefined },
  celery: { of: 'celery', module: 'celery' },
  flower: { of: 'flower', module: undefined },
  'django-admin': { of: 'django', module: 'django' },
};

/** A program as a stage starts it. */
export interface Started {
  readonly launched: Launched;
  /** The word that names it. */
  readonly word: Argument;
  /** Without its folder. */
  readonly name: string;
  /** The distribution that brings it; nothing for `python` itself. */
  readonly distribution: string | undefined;
  readonly module: string | undefined;
}

/**
 * The programs of packages, and Pythons, that a stage surely starts and that stand in the Dockerfile itself. None where a script
 * that cannot be read, or an activation, decides what they are.
 */
export const startedPrograms = ({ project, facts }: Pick<Subject<'dockerfile'>, 'project' | 'facts'>, stage: Stage): readonly Started[] => {
  const launch = startedBy(project, facts, stage);
  if (!launch || launch.script || launch.through.some((name) => /^(?:uv|poetry|pipenv|pdm|hatch)$/.test(name))) return [];
  if (launch.programs.some(({ words }) => /^(?:\.|source|export|eval|set)$/.test(words[0]?.text ?? ''))) return [];
  return launch.programs.flatMap((launched): readonly Started[] => {
    const [word] = launched.words;
    const name = programOf(word);
    if (!word || !launched.certain || word.uri !== undefined) return [];
    const known = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
    if (known) return [{ launched, word, name, distribution: known.of, module: known.module }];
    return /^python3?$/.test(name) ? [{ launched, word, name, distribution: undefined, module: undefined }] : [];
  });
};

/** Whether something in the stage may install a distribution: by its name, or by a list that is not read here. */
export const mayInstall = (stage: Stage, distribution: string): boolean =>
  chainOf(stage).some(({ runs }) =>
    runs.some(({ installation }) => {
      if (!installation) return false;
      const { tool, packages, files, complete } = installation;
      if (tool === 'apt' || tool === 'apk' || tool === 'dnf') return packages.some(({ name }) => name.includes(distribution));
      return (
        !complete ||
        tool === 'conda' ||
        files.some(({ as }) => as !== 'constraint') ||
        packages.length === 0 ||
        packages.some(({ name }) => name === distribution)
      );
    }),
  );

/** Tools for building and packing, which bring no application. */
const tools = /^(?:pip|setuptools|wheel|virtualenv|pipenv|poetry|poetry-.*|uv|pdm|hatch|pip-tools|build|pipx|supervisor)$/;

/** Whether the interpreter's own folder of a stage may hold more than tools: by an installation, or by a copy. */
export const systemMayHold = perMinded(anyOf(targets, installs, /^\s*(?:copy|add)\b/), (stage: Stage): boolean =>
  chainOf(stage).some(
    (one) =>
      one.runs.some((run) => intoSystem(one, run)) ||
      one.copies.some(
        ({ from, sources }) =>
          from &&
          sources.some(
            ({ text, known }) =>
              !known || (!/\.so\b|linux-gnu/.test(text) && /^\/?(?:usr|usr\/local)?(?:\/(?:lib|bin|local)\b.*)?\/?$/.test(text)),
          ),
      ),
  ),
);

const intoSystem = (stage: Stage, run: Run): boolean => {
  const { installation } = run;
  if (!installation) return false;
  if (installation.tool === 'conda') return true;
  if (!pythonTools.has(installation.tool))
    return installation.packages.some(({ name }) =>
      /^(?:python3-(?!pip|venv|dev|minimal|setuptools|wheel|distutils)|uwsgi|gunicorn)/.test(name),
    );
  if (targetOf(stage, run)?.into !== 'system') return false;
  return (
    !installation.complete ||
    installation.files.some(({ as }) => as !== 'constraint') ||
    (installation.packages.length === 0 && installation.tool !== 'pip') ||
    installation.packages.some(({ name }) => !tools.test(name))
  );
};

/** The folders of PATH at the end of a stage; nothing where one of them is not known. What the base has is not in it. */
export const pathFolders = ({ environment }: Stage): readonly string[] | undefined => {
  const parts = (environment.get('PATH')?.text ?? '').split(':').filter((part) => !/^\$\{?PATH\}?$/.test(part));
  return parts.some((part) => part.includes('$')) ? undefined : parts.map((part) => part.replace(/\/$/, ''));
};

/** The tool that alone finds an environment somewhere in the home of the user. */
export const hiddenEnvironment = perMinded(environments, (stage: Stage): 'pipenv' | 'poetry' | undefined => {
  for (const { path, by } of chainOf(stage).flatMap(environmentsOf))
    if (path === undefined && (by === 'pipenv' || by === 'poetry')) return by;
  return undefined;
});
