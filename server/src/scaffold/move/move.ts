// A whole move: every file that changes, what came of every option, what is left to do, and the page that tells all of it.
import type { Knowledge } from '../../knowledge/entry.ts';
import { type Target, targets } from '../../knowledge/moving/tables.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { lineAt, linesOf } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { relative, type Uri } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';
import { asgiFor, isBeforeAsgi } from '../asgi.ts';
import { detect } from '../detect.ts';
import type { ScaffoldFile } from '../files.ts';
import { type Planned, planFiles, type Reader } from '../plan.ts';
import type { Refusal } from '../scaffold.ts';
import { newAddress } from './address.ts';
import { applicationOf } from './application.ts';
import { type Carried, carry } from './carry.ts';
import { changesOf } from './changes.ts';
import { importsOfUwsgi } from './code.ts';
import { carryDaphne } from './daphne.ts';
import { daphneApp } from './daphne-app.ts';
import { graceGiven, moveGrace } from './grace.ts';
import { moveImages } from './images.ts';
import { type Moving, moveNginx } from './nginx.ts';
import type { OldOption } from './old-option.ts';
import type { CodeFile, Move, MoveAnswers, MoveDetection, Origin, Place, Stopped, Verdict } from './plan.ts';
import { moveProbes } from './probes.ts';
import { reportOf } from './report.ts';
import { belongsTo, moveRequirements } from './requirements.ts';
import { rewriteCommand } from './rewrite.ts';
import { moveScripts } from './scripts.ts';
import { moveStatic } from './settings.ts';
import { looseStarts, type Start, startsOf } from './starts.ts';
import { stillNamed } from './still-named.ts';
import { judge } from './verdict.ts';

/** What a plan stands on besides the project. */
export interface Surroundings {
  readonly knowledge: Knowledge;
  /** The texts of the project as they are now, open editors included. */
  readonly read: Reader;
  /** Python files that name uWSGI. */
  readonly code: readonly CodeFile[];
  /** The Django project that is meant; without it the first that has a manage.py. */
  readonly django?: DjangoProject | undefined;
}

/** The Django project that a move is about: the first one with a manage.py. */
const djangoOf = (project: Project): DjangoProject | undefined => {
  const all = djangoProjects(project);
  return all.find(({ manage }) => manage !== undefined) ?? all[0];
};

/** What the project itself answers; `named` is the Django project that is meant, where that was said. */
export const detectMove = (project: Project, knowledge: Knowledge, named?: DjangoProject): MoveDetection => {
  const django = named ?? djangoOf(project);
  const starts = (from: Origin) => startsOf(project, from, knowledge).length > 0;
  const from: MoveDetection['from'] = starts('uwsgi')
    ? { value: 'uwsgi', because: 'it is started' }
    : project.all.uwsgi.length > 0
      ? { value: 'uwsgi', because: 'there is a file for it' }
      : starts('daphne')
        ? { value: 'daphne', because: 'it is started' }
        : undefined;
  return {
    from,
    to: isBeforeAsgi(django) ? { value: 'gunicorn', because: 'Django before 3.0 has no ASGI' } : { value: 'uvicorn', because: '' },
  };
};

/**
 * Plans a move. Pure: nothing is written. `Refusal` says what makes no sense, `Stopped` which places must change first.
 */
export const planMove = (project: Project, answers: MoveAnswers, around: Surroundings): Move | Stopped | Refusal => {
  const { knowledge, read, code } = around;
  const { from, to } = answers;
  const django = around.django ?? djangoOf(project);
  if (from === 'daphne' && to !== 'uvicorn')
    return { refused: 'Daphne runs ASGI, which only uvicorn goes on with; gunicorn would run WSGI' };
  const imports = from === 'uwsgi' ? importsOfUwsgi(code) : { bare: [], guarded: [] };
  if (imports.bare.length > 0)
    return { stopped: 'This code calls uWSGI itself, which no other server has: change it first, then move', places: imports.bare };
  const started = startsOf(project, from, knowledge);
  const starts = started.length > 0 || from !== 'uwsgi' ? started : looseStarts(project, knowledge);
  if (starts.length === 0)
    return {
      refused: `Nothing of ${from === 'uwsgi' ? 'uWSGI' : 'Daphne'} was found: no command that starts it${from === 'uwsgi' ? ', and no file for it' : ''}`,
    };
  if (to === 'uvicorn' && isBeforeAsgi(django))
    return { refused: 'The Django of this project has no ASGI, which came with 3.0: move to gunicorn, or bring Django up to date first' };

  const scaffold = scaffoldAnswers(project, django, knowledge, to);
  const found = starts.map((start) => {
    const address = newAddress(start);
    return { start, address, ...carriedOf(start, address, answers, project, django, scaffold) };
  });
  const optionsInPlay = starts[0]?.options ?? [];
  const work = gathering(project, read);
  const commands: { words: readonly string[]; at: string }[] = [];
  const images = moveImages(project, found, answers, optionsInPlay, scaffold, around);
  for (const { start, carried } of found) {
    const where = start.words[0] ? work.place({ uri: start.words[0].uri, span: start.words[0].span }) : undefined;
    commands.push({ words: carried.words, at: where ? `${where.path}:${where.line}` : '' });
    if (start.words.length === 0) continue;
    if (start.words.some(({ uri }) => images.untouched.has(uri))) continue;
    const edits = rewriteCommand(start.words, carried.words, carried.shell, (uri) => project.file(uri)?.parsed.file.text);
    if (edits) for (const { uri, edit } of edits) work.edit(uri, edit);
    else if (where)
      work.note(
        `Write the new command yourself in ${where.path}, line ${where.line}: its words are put together in a way that could not be followed.`,
      );
  }
  for (const { uri, edit } of moveGrace(
    project,
    found.map(({ start, carried }) => ({ start, words: carried.words })),
  ))
    work.edit(uri, edit);
  for (const [uri, edits] of images.edits) work.edit(uri, ...edits);
  const moving: readonly Moving[] = found;
  if (from === 'uwsgi') {
    const nginx = moveNginx(project, moving);
    for (const [uri, edits] of nginx.edits) work.edit(uri, ...edits);
    for (const note of nginx.notes) work.note(note);
  }
  for (const { uri, edit } of moveScripts(project, images.slim)) work.edit(uri, edit);
  const probes = moveProbes(project, moving, images.slim);
  for (const [uri, edits] of probes.edits) work.edit(uri, ...edits);
  for (const note of [...images.notes, ...probes.notes]) work.note(note);

  const statics = moveStatic(project, django, django?.production, optionsInPlay, scaffold, collects(starts), read);
  const app = from === 'daphne' ? daphneApp(project, django?.production) : undefined;
  for (const { uri, edit } of app?.edits ?? []) work.edit(uri, edit);
  for (const note of app?.notes ?? []) work.note(note);
  const needs: Answers = { ...scaffold, static: statics.served ? 'whitenoise' : 'nginx' };
  const requirements = moveRequirements(project, from, needs, images.placed, app?.keeps ?? false, installedIn(project, from, starts), read);
  const asgi = asgiNeeded(project, django, found, to, scaffold, read);
  const made = planFiles([...asgi.files, ...images.beside], read, new Set());
  const verdicts = verdictsOf(found, statics, answers, work.place);
  const files = [...merged([...work.files(), ...statics.files, ...requirements.files]), ...made];
  const notes = unique([
    ...(started.length > 0 ? [] : looseNotes(commands)),
    ...work.notes(),
    ...requirements.notes,
    ...statics.notes,
    ...asgi.notes,
    ...handNotes(verdicts),
    ...conditionNotes(verdicts),
    ...(verdicts.length === 0 ? emptyNotes(project, from) : []),
  ]);
  const report = reportOf({
    from,
    to,
    commands: commands.filter((one, i) => commands.findIndex((other) => other.words.join(' ') === one.words.join(' ')) === i),
    verdicts,
    files,
    notes,
    changes: changesOf(from, to, optionsInPlay, statics.served),
    guarded: imports.guarded,
    found: started.length > 0,
    still: stillNamed(project, from, files),
    old: [...images.said, ...(app?.said ?? []), ...oldFiles(project, from)],
  });
  return { files, verdicts, notes, report };
};

/** Whether somebody collects static files already, so that STATIC_ROOT is set. */
const collects = (starts: readonly Start[]): boolean =>
  starts.some(({ deployments }) => deployments.some((one) => one.static.collected.length > 0));

const servers: ReadonlySet<string> = new Set(targets);

/** What the image of the first start installs; without one, all that the project names. */
const installedIn = (project: Project, from: Origin, starts: readonly Start[]): ((name: string) => boolean) => {
  const image = starts.find((one) => one.image)?.image;
  if (!image) {
    // The lists that have the old server are those of the image; others may be of anything.
    const lists = project.all.requirements.filter(({ facts }) => facts.distributions.some(({ name }) => belongsTo(from, name)));
    if (lists.length === 0) return (name) => project.distributions.has(name);
    return (name) =>
      servers.has(name) ? lists.some(({ facts }) => facts.distributions.some((one) => one.name === name)) : project.distributions.has(name);
  }
  const { byName, complete } = imageRequirements(project, image.facts, image.stage);
  return (name) => byName.has(name) || (!complete && !servers.has(name) && project.distributions.has(name));
};

/** The answers that the scaffold's own parts ask for, as the project gives them. */
const scaffoldAnswers = (project: Project, django: DjangoProject | undefined, knowledge: Knowledge, to: Target): Answers => {
  const empty: DjangoProject = {
    root: project.root,
    manage: undefined,
    modules: [],
    production: undefined,
    development: undefined,
    view: () => undefined,
    release: () => ({ exact: undefined, least: undefined, below: undefined, at: undefined }),
  };
  const detection = detect(project, django ?? empty, knowledge);
  const detected = Object.fromEntries(Object.entries(detection).map(([name, { value }]) => [name, value])) as unknown as Answers;
  // A key that stands in the settings needs no variable: these settings are not rewritten.
  const literal = textOf(django?.production?.get('SECRET_KEY')?.value) !== undefined;
  return { ...detected, server: to, needed: detected.needed.filter(({ name }) => name !== 'SECRET_KEY' || !literal) };
};

const carriedOf = (
  start: Start,
  address: ReturnType<typeof newAddress>,
  { from, to }: MoveAnswers,
  project: Project,
  django: DjangoProject | undefined,
  scaffold: Answers,
): { readonly carried: Carried; readonly module: string } => {
  const application = applicationOf(start, to, project, django, scaffold.package);
  const { deployment, image } = start;
  const folder =
    deployment?.folder.state === 'known' ? deployment.folder.value : image?.stage.workdir?.known ? image.stage.workdir.text : undefined;
  const user = deployment?.user.state === 'known' ? deployment.user.value : image?.stage.user?.known ? image.stage.user.text : undefined;
  const path = deployment?.environment.get('PATH')?.value;
  const around = {
    to,
    application,
    address,
    folder,
    python: image?.stage.base?.python,
    proxied: start.deployments.some(({ proxies }) => proxies.some(({ inside }) => !inside)),
    grace: graceGiven(project, start),
    ownUser: user !== undefined && !/^(?:root|0)(?::|$)/.test(user),
    mayGiveUser: image !== undefined && start.words.every(({ uri }) => uri === image.facts.uri),
    path: path?.state === 'known' ? path.value : image?.stage.environment.get('PATH')?.text,
  };
  return { carried: from === 'daphne' ? carryDaphne(start, around) : carry(start, around), module: application.module };
};

const asgiNeeded = (
  project: Project,
  django: DjangoProject | undefined,
  found: readonly { readonly module: string }[],
  to: Target,
  { settings, package: own }: Answers,
  read: Reader,
): { readonly files: readonly ScaffoldFile[]; readonly notes: readonly string[] } => {
  if (to !== 'uvicorn') return { files: [], notes: [] };
  const modules = new Set(found.length > 0 ? found.map(({ module }) => module) : [`${own}.asgi`]);
  const all = [...modules].map((module) => asgiFor(project, django, module, settings, read));
  return { files: all.flatMap(({ file }) => file ?? []), notes: all.flatMap(({ notes }) => notes) };
};

/** A verdict for every option that any start reads, each line of a file once. */
const verdictsOf = (
  found: readonly { readonly start: Start; readonly carried: Carried }[],
  statics: { readonly became: ReadonlyMap<OldOption, string>; readonly left: ReadonlyMap<OldOption, string> },
  { from, to }: MoveAnswers,
  place: (at: Location) => Place | undefined,
): readonly Verdict[] => {
  const seen = new Set<string>();
  const verdict = (option: OldOption, carried: Carried): readonly Verdict[] => {
    const key = option.at ? `${option.at.uri} ${option.at.span.from} ${option.key}` : option.key;
    if (seen.has(key)) return [];
    seen.add(key);
    const became = statics.became.get(option) ?? carried.became.get(option);
    const left = statics.left.get(option) ?? carried.left.get(option);
    const judged = judge(from, option, to);
    const maybe = option.certain ? '' : 'A condition of the file decides whether it is there. ';
    const base = { option: option.key, value: option.value ?? (option.written || undefined), at: option.at && place(option.at) };
    if (became !== undefined) return [{ ...base, outcome: 'became', text: maybe + became, link: judged.link }];
    if (left !== undefined)
      return [
        {
          ...base,
          outcome: judged.outcome === 'platform' ? 'platform' : judged.outcome === 'instead' ? 'instead' : 'hand',
          text: maybe + left,
          link: judged.link,
        },
      ];
    return [{ ...base, ...judged, text: maybe + judged.text }];
  };
  return found.flatMap(({ start, carried }) => start.options.flatMap((option) => verdict(option, carried)));
};

/** What must be written by hand is named among what is left to do. */
const handNotes = (verdicts: readonly Verdict[]): readonly string[] => {
  const named = (all: readonly Verdict[]) => [...new Set(all.map(({ option }) => `\`${option}\``))].join(', ');
  const hand = named(verdicts.filter(({ outcome }) => outcome === 'hand'));
  const lost = named(verdicts.filter(({ outcome, option }) => outcome === 'instead' && ownWork.test(option)));
  return [
    ...(hand === '' ? [] : [`Look at ${hand} in the report: there is something to write in the place of each.`]),
    ...(lost === '' ? [] : [`Nothing does the work of ${lost} any more: the report says what takes its place.`]),
  ];
};

/** Options that have programs, jobs or code of the project run: who loses those loses more than a way to serve. */
const ownWork =
  /attach-(?:control-)?daemon|^(?:mules?|farm|mule-.*|spooler.*|timer|(?:exec|hook|call)-.*)$|^(?:unique-|legion-)*cron2?$|route/;

/** Blocks that hang on a variable were decided by what the project's files set, and its platform may set more. */
const conditionNotes = (verdicts: readonly Verdict[]): readonly string[] => {
  const asked = verdicts.filter(({ option, value }) => /^if-(?:not-)?env$/.test(option) && value !== undefined);
  return unique(asked.map(({ value = '' }) => value.replace(/=.*$/, ''))).map(
    (name) =>
      `Lines of the old file hang on the variable \`${name}\`: carried over are those that count with what the files of the project set. If the platform sets it otherwise, write the others yourself.`,
  );
};

/** Where nothing starts the old server, nothing could be changed that starts the new one. */
const looseNotes = (commands: readonly { readonly words: readonly string[] }[]): readonly string[] =>
  unique(commands.map(({ words }) => words.join(' '))).map(
    (line) => `No file of the project starts uWSGI, so none starts its successor. Wherever that is done, start \`${line}\`.`,
  );

const oldFiles = (project: Project, from: Origin): readonly string[] =>
  from === 'uwsgi' && project.all.uwsgi.length > 0
    ? [
        `${project.all.uwsgi.map(({ facts }) => `\`${relative(project.root, facts.uri)}\``).join(', ')} stayed in the project, and nothing reads ${project.all.uwsgi.length === 1 ? 'it' : 'them'} any more: delete ${project.all.uwsgi.length === 1 ? 'it' : 'them'} when all is well.`,
      ]
    : [];

/** A file that gives nothing is one that uWSGI would not read either. */
const emptyNotes = (project: Project, from: Origin): readonly string[] =>
  from === 'uwsgi' && project.all.uwsgi.length > 0
    ? [
        `No option was found in ${project.all.uwsgi.map(({ facts }) => relative(project.root, facts.uri)).join(', ')}: look what \`drydock check\` says of it, mend it, and move again.`,
      ]
    : [];

const unique = (all: readonly string[]): readonly string[] => [...new Set(all)];

/** Two plans for one file would undo each other: the parts of a move write different files, and of the same one the last counts. */
const merged = (files: readonly Planned[]): readonly Planned[] => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return [...byPath.values()];
};

/** Edits and notes while they come together. */
const gathering = (project: Project, read: Reader) => {
  const edits = new Map<Uri, Edit[]>();
  const notes: string[] = [];
  return {
    edit: (uri: Uri, ...more: readonly Edit[]) => {
      const list = edits.get(uri) ?? [];
      for (const one of more)
        if (!list.some(({ span, text }) => span.from === one.span.from && span.to === one.span.to && text === one.text)) list.push(one);
      edits.set(uri, list);
    },
    note: (sentence: string) => notes.push(sentence),
    notes: (): readonly string[] => notes,
    place: ({ uri, span }: Location): Place | undefined => {
      const text = project.file(uri)?.parsed.file.text;
      if (text === undefined) return undefined;
      return { path: relative(project.root, uri), line: lineAt(linesOf(text), span.from) + 1, text: text.slice(span.from, span.to) };
    },
    files: (): readonly Planned[] =>
      [...edits].flatMap(([uri, list]): readonly Planned[] => {
        const path = relative(project.root, uri);
        const before = read(path);
        if (before === undefined || before !== project.file(uri)?.parsed.file.text) return [];
        const after = applyEdits(before, list);
        return after === before ? [] : [{ path, state: 'edit', before, after }];
      }),
  };
};
