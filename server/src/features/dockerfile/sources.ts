// Paths of COPY, ADD and bind mounts: sources in the build context or in a stage, and where they go.
import { environmentsOf } from '../../languages/dockerfile/environments.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { filesOf } from '../../languages/dockerfile/files.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import type { Span } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';

/** What Django images copy first. */
const usual = /^(?:requirements.*|pyproject\.toml|uv\.lock|poetry\.lock|Pipfile(?:\.lock)?|manage\.py)$/;

/**
 * What lies in the folder of the context that is typed so far; what the ignore file leaves out is not there to be copied.
 * `spanFrom` counts in the word.
 */
export const contextPaths = (
  { project }: Place,
  facts: DockerfileFacts,
  typed: string,
  spanFrom: (by: number) => Span,
): readonly Completion[] => {
  const context = contextOf(project, facts);
  const cut = typed.lastIndexOf('/') + 1;
  const above = typed.slice(0, cut).replace(/^\/+/, '');
  const folder = resolve(context.folder, `./${above}`);
  const span = spanFrom(cut);
  const out = project.list(folder).flatMap(({ name, folder: isFolder }) => {
    const source = sourceIn(project, context, above + name);
    if (source?.ignored) return [];
    const label = isFolder ? `${name}/` : name;
    const group = isFolder ? 2 : usual.test(name) ? 0 : 1;
    return [completion(label, isFolder ? 'folder' : 'file', span, { again: isFolder, sort: `3${group}${name}` })];
  });
  return typed === ''
    ? [...out, completion('.', 'folder', span, { detail: 'Everything that .dockerignore does not leave out', sort: '4' })]
    : out;
};

/** What a stage is known to hold: its environments, what it makes, what it was given. */
export const stagePaths = (stage: Stage, span: Span): readonly Completion[] => {
  const out = new Map<string, string>();
  const add = (path: string | undefined, detail: string) => {
    if (path && path !== '/' && !out.has(path)) out.set(path, detail);
  };
  for (let one: Stage | undefined = stage; one; one = one.parent) {
    for (const { path, by } of environmentsOf(one)) add(path, `Environment, made by ${by}`);
    for (const { does, path } of filesOf(one)) if (does === 'make') add(path, 'Made there');
    if (one.workdir?.known) add(one.workdir.text, 'WORKDIR');
  }
  if (stage.image.text.includes('/uv:')) for (const path of ['/uv', '/uvx']) add(path, 'Program of uv');
  return [...out].map(([path, detail], i) => completion(path, 'file', span, { detail, sort: `1${String(i).padStart(2, '0')}` }));
};

/** The paths of images that others copy from. */
export const imagePaths = (image: string, span: Span): readonly Completion[] =>
  /(?:^|\/)uv(?::|@|$)/.test(image) ? ['/uv', '/uvx'].map((path) => completion(path, 'file', span, { detail: 'Program of uv' })) : [];

/** Where files go: folders that the stage works in, and the usual ones. */
export const targets = (stage: Stage | undefined, offset: number, spanFrom: (by: number) => Span): readonly Completion[] => {
  const out = new Map<string, string>();
  const step = stage?.steps.find(({ instruction }) => offset <= instruction.span.to);
  const workdir = step ? step.workdir : stage?.workdir;
  out.set('./', workdir?.known ? `Into ${workdir.text}` : 'Into WORKDIR');
  for (let one = stage; one; one = one.parent) {
    for (const { instruction, workdir: at } of one.steps)
      if (instruction.span.from < offset && at?.known) out.set(`${at.text.replace(/\/$/, '')}/`, 'WORKDIR');
    if (one.workdir?.known && one !== stage) out.set(`${one.workdir.text.replace(/\/$/, '')}/`, 'WORKDIR');
  }
  return [...out].map(([path, detail], i) => completion(path, 'folder', spanFrom(0), { detail, sort: `2${i}` }));
};

/** Folders for WORKDIR: those named before, and the usual ones. */
export const workdirs = (facts: DockerfileFacts, offset: number, span: Span): readonly Completion[] => {
  const out = new Map<string, string>();
  for (const { steps } of facts.stages) {
    for (const { instruction } of steps) {
      const word =
        instruction.name === 'WORKDIR' && (instruction.span.to < offset || instruction.span.from > offset)
          ? instruction.words[0]
          : undefined;
      if (word && !/[$'"]/.test(word.text)) out.set(word.text, 'Used in this file');
    }
  }
  for (const path of ['/app', '/srv/app', '/code']) if (!out.has(path)) out.set(path, '');
  return [...out].map(([path, detail], i) => completion(path, 'folder', span, { detail, sort: `1${i}` }));
};
