// A Dockerfile moved in place: another base, Debian's packages, the new server, and what uWSGI did besides.

import { pythonTools } from '../../commands/installs.ts';
import type { Knowledge } from '../../knowledge/entry.ts';
import type { DockerfileFacts, Run, Stage, Step } from '../../languages/dockerfile/facts.ts';
import { contextOf, pathInContext } from '../../project/dockerfile/context.ts';
import type { FileOf, Project } from '../../project/project.ts';
import { type Edit, insert, replace } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { relative, type Uri } from '../../text/uri.ts';
import { type Debian, translate } from './alpine.ts';
import { isAlpinePython, rebase, releaseOf } from './base.ts';
import type { Origin } from './plan.ts';
import { belongsTo } from './requirements.ts';
import { systemPackages } from './system-packages.ts';

/** What the image needs besides. */
export interface ImageNeeds {
  readonly from: Origin;
  /** The stage that runs. */
  readonly stage: Stage;
  /** What stands in the place of the old server in `pip install`. */
  readonly server: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly user: string | undefined;
  /** The line that collects static files; nothing when somebody does already. */
  readonly collect: string | undefined;
  /** The files of uWSGI that the image needs no more. */
  readonly files: readonly Uri[];
  /** Whether something that is installed has to be compiled. */
  readonly compilers: boolean;
}

export interface DockerfileMove {
  readonly edits: readonly Edit[];
  /** Requirements that a command of the Dockerfile installs now. */
  readonly placed: readonly string[];
  /** What was done, for the report. */
  readonly said: readonly string[];
}

/** A Dockerfile that is not understood well enough, and why. */
export interface NotMoved {
  readonly unclear: string;
}

/** The edits of a Dockerfile; the words of its CMD and ENTRYPOINT are written elsewhere. */
export const moveDockerfile = (
  project: Project,
  { parsed, facts }: FileOf<'dockerfile'>,
  needs: ImageNeeds,
  knowledge: Knowledge,
): DockerfileMove | NotMoved => {
  const { text } = parsed.file;
  const edits: Edit[] = [];
  const said: string[] = [];
  const placed: string[] = [];
  if (facts.template) return { unclear: 'it is a template' };
  const alpine = facts.stages.filter(isAlpinePython);
  const foreign = facts.stages.find(
    ({ base, runs }) =>
      base?.family !== 'python' &&
      base?.family !== 'node' &&
      base?.family !== 'nginx' &&
      runs.some(({ words }) => words[0]?.text === 'apk'),
  );
  if (foreign) return { unclear: `its base \`${foreign.image.text}\` is Alpine, but no image of Python` };
  const [first] = alpine;
  if (first) {
    const tag = first.image.text.slice(first.image.text.indexOf(':') + 1);
    const release = releaseOf(
      knowledge.images,
      first.parent ? (first.base?.python ?? '') : tag,
      project.config.today ?? knowledge.images.dated(),
    );
    const based = rebase(facts, alpine, release);
    if (!based) return { unclear: `the name of its base \`${first.image.written}\` is put together elsewhere` };
    edits.push(...based);
    const debian: Debian = { release, compilers: needs.compilers, aptName: (name) => knowledge.images.aptName(name, release) };
    const translated = fromAlpine(alpine, text, debian);
    if ('unclear' in translated) return translated;
    edits.push(...translated.edits);
    said.push(`The base is Debian ${release} in the place of Alpine, with the same Python.`);
    if (translated.dropped.length > 0)
      said.push(
        `Packages that nothing needs any more were left out: ${translated.dropped.map((name) => `\`${name}\``).join(', ')}. On Debian pip finds wheels where Alpine compiled; if it has to compile something all the same, add \`gcc libc6-dev\`.`,
      );
  } else edits.push(...systemPackages(facts, text));
  for (const stage of facts.stages)
    for (const run of stage.runs) {
      const next = pipWords(run, needs);
      edits.push(...next.edits);
      placed.push(...next.placed);
    }
  edits.push(...withoutFiles(project, facts, needs, text, said));
  edits.push(...additions(needs, facts, text, said));
  return { edits, placed, said };
};

/** Every command of apk and its like in the stages. */
const fromAlpine = (
  stages: readonly Stage[],
  text: string,
  debian: Debian,
): { readonly edits: readonly Edit[]; readonly dropped: readonly string[] } | NotMoved => {
  const edits: Edit[] = [];
  const dropped = new Set<string>();
  for (const stage of stages) {
    const virtuals = new Map<string, readonly string[]>();
    const bySteps = new Map<Step, Run[]>();
    for (const run of stage.runs) bySteps.set(run.step, [...(bySteps.get(run.step) ?? []), run]);
    for (const [step, runs] of bySteps) {
      const texts = new Map<Run, string>();
      for (const run of runs) {
        const { from, to } = run.command.span;
        const found = translate(run, text.slice(from, to), debian, virtuals);
        if (!found) continue;
        if ('unclear' in found) return found;
        texts.set(run, found.text);
        for (const name of found.dropped) dropped.add(name);
        if (found.virtual) virtuals.set(found.virtual.name, found.virtual.packages);
      }
      edits.push(...chained(step, runs, texts, text));
    }
  }
  return { edits, dropped: [...dropped] };
};

/** Commands of one RUN written anew; those without a text go, with what joins them to their neighbours. */
export const chained = (step: Step, runs: readonly Run[], texts: ReadonlyMap<Run, string>, text: string): readonly Edit[] => {
  const stays = (run: Run): boolean => texts.get(run) !== '';
  if (texts.size > 0 && !runs.some(stays)) return [replace(withBlankBehind(text, step.instruction.span), '')];
  const edits: Edit[] = [];
  runs.forEach((run, i) => {
    const next = texts.get(run);
    const { span } = run.command;
    if (next === undefined) return;
    if (next !== '') {
      edits.push(replace(span, next));
      return;
    }
    const later = runs.slice(i + 1).find(stays);
    const earlier = runs.slice(0, i).findLast(stays);
    // Up to the next command that stays; the last ones go with what stands in front of them.
    if (later) edits.push(replace({ from: span.from, to: (runs[i + 1] ?? later).command.span.from }, ''));
    else if (earlier) edits.push(replace({ from: (runs[i - 1] ?? earlier).command.span.to, to: span.to }, ''));
  });
  return edits;
};

/** Whole lines with the comment right above them, and the blank line behind where another stands in front. */
const withBlankBehind = (text: string, { from, to }: Span): Span => {
  const start = lineWithComments(text, from);
  const before = start === 0 || /\n\r?\n$/.test(text.slice(0, start));
  const blank = before ? (/^\r?\n/.exec(text.slice(to))?.[0].length ?? 0) : 0;
  return { from: start, to: to + blank };
};

/** `pip install uwsgi` in a command. */
const pipWords = (
  { installation }: Run,
  { from, server }: ImageNeeds,
): { readonly edits: readonly Edit[]; readonly placed: readonly string[] } => {
  if (!installation || !pythonTools.has(installation.tool)) return { edits: [], placed: [] };
  const old = installation.packages.filter(({ name }) => belongsTo(from, name));
  const quoted = server.includes('[') ? `"${server}"` : server;
  return {
    edits: old.map(({ span }, i) => replace(span, i === 0 ? quoted : '')),
    placed: old.length > 0 ? [server] : [],
  };
};

/** COPY of files that only uWSGI read. */
const withoutFiles = (project: Project, facts: DockerfileFacts, { files }: ImageNeeds, text: string, said: string[]): readonly Edit[] => {
  if (files.length === 0) return [];
  const { folder } = contextOf(project, facts);
  const paths = new Set(files.map((uri) => relative(folder, uri)));
  return facts.stages.flatMap(({ copies }) =>
    copies.flatMap(({ from, sources, instruction }): readonly Edit[] => {
      if (from || sources.length === 0 || !sources.every(({ text: source, known }) => known && paths.has(pathInContext(source)))) return [];
      said.push(`\`${text.slice(instruction.content.from, instruction.content.to)}\` was taken out: the image needs no file of uWSGI.`);
      return [replace(withBlankBehind(text, instruction.span), '')];
    }),
  );
};

/** Lines for what uWSGI did: variables, the user, the collection of static files. */
const additions = (
  { stage, environment, user, collect }: ImageNeeds,
  facts: DockerfileFacts,
  text: string,
  said: string[],
): readonly Edit[] => {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: Edit[] = [];
  // The command may stand in a stage below: what belongs to it stands there too.
  const command = (stage.entrypoint ?? stage.cmd)?.instruction;
  const home = facts.stages.find(({ steps }) => steps.some(({ instruction }) => instruction === command)) ?? stage;
  const own = home.steps.map(({ instruction }) => instruction);
  const starts = own.filter(({ name }) => name === 'CMD' || name === 'ENTRYPOINT');
  const at = starts[0] ? lineWithComments(text, starts[0].span.from) : home.span.to;
  const lines: string[] = [];
  for (const [name, value] of environment) lines.push(`ENV ${name}=${/^[\w./:,@%+-]*$/.test(value) ? value : JSON.stringify(value)}`);
  if (user !== undefined) lines.push(`USER ${user}`);
  if (lines.length > 0) edits.push(insert(at, (at > 0 && text[at - 1] !== '\n' ? end : '') + lines.map((line) => line + end).join('')));
  if (collect !== undefined) {
    const brings = stage.steps.filter(
      ({ instruction, commands }) =>
        instruction.name === 'COPY' ||
        (instruction.name === 'RUN' &&
          commands.length > 0 &&
          stage.runs.some((run) => run.step.instruction === instruction && run.installation && pythonTools.has(run.installation.tool))),
    );
    const last = brings.at(-1)?.instruction;
    const place = last ? last.span.to : at;
    const gap = place > 0 && text[place - 1] !== '\n' ? end : '';
    edits.push(insert(place, `${gap}${collect.replaceAll('\n', end)}${end}`));
    said.push('Static files are collected while the image is built.');
  }
  return edits;
};

/** The beginning of a line, or of the comments right above it. */
const lineWithComments = (text: string, from: number): number => {
  let at = text.lastIndexOf('\n', from - 1) + 1;
  for (;;) {
    const before = text.lastIndexOf('\n', at - 2) + 1;
    if (at === 0 || before === at || !/^[ \t]*#/.test(text.slice(before, at))) return at;
    at = before;
  }
};
