// The Dockerfiles of a move: each in place where it is understood, else a new one beside it.
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { FileOf, Project } from '../../project/project.ts';
import type { Edit } from '../../text/edit.ts';
import { relative, type Uri } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';
import { filesOf, type ScaffoldFile } from '../files.ts';
import type { Carried } from './carry.ts';
import { collecting } from './collect.ts';
import { moveDockerfile } from './dockerfile.ts';
import type { Surroundings } from './move.ts';
import type { OldOption } from './old-option.ts';
import type { MoveAnswers } from './plan.ts';
import type { Start } from './starts.ts';

export interface ImagesMove {
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  /** Dockerfiles that stay as they are, because a new one is written beside them. */
  readonly untouched: ReadonlySet<Uri>;
  readonly beside: readonly ScaffoldFile[];
  /** Requirements that commands of Dockerfiles install now. */
  readonly placed: readonly string[];
  /** Dockerfiles whose base is Debian's slim image now, where BusyBox was. */
  readonly slim: ReadonlySet<Uri>;
  readonly notes: readonly string[];
  readonly said: readonly string[];
}

interface Found {
  readonly start: Start;
  readonly carried: Carried;
}

/** Plans all Dockerfiles whose images start the old server. */
export const moveImages = (
  project: Project,
  found: readonly Found[],
  { from, to }: MoveAnswers,
  options: readonly OldOption[],
  scaffold: Answers,
  { knowledge }: Surroundings,
): ImagesMove => {
  const edits = new Map<Uri, readonly Edit[]>();
  const untouched = new Set<Uri>();
  const slim = new Set<Uri>();
  const beside: ScaffoldFile[] = [];
  const placed: string[] = [];
  const notes: string[] = [];
  const said: string[] = [];
  const files = from === 'uwsgi' ? filesRead(project, found) : [];
  const server = to === 'uvicorn' ? 'uvicorn[standard]' : 'gunicorn';
  const done = new Set<Uri>();
  for (const { start, carried } of found) {
    const { image } = start;
    const variables = [...carried.environment];
    if (!image) {
      if (variables.length > 0 && !found.some((one) => one.start.image))
        notes.push(`Set ${variables.map(([name, value]) => `\`${name}=${value}\``).join(', ')} where the server is started.`);
      continue;
    }
    const { facts, stage } = image;
    const file = project.all.dockerfile.find((one) => one.facts.uri === facts.uri) as FileOf<'dockerfile'> | undefined;
    if (!file || done.has(facts.uri)) continue;
    done.add(facts.uri);
    const collect = collecting(project, start, options, scaffold);
    if (collect.note !== undefined) notes.push(collect.note);
    const made = moveDockerfile(
      project,
      file,
      {
        from,
        stage,
        server,
        environment: carried.environment,
        user: carried.user,
        collect: collect.line,
        files,
        compilers: needsCompiler(project, file, knowledge, stage),
      },
      knowledge,
    );
    const path = relative(project.root, facts.uri);
    if ('unclear' in made) {
      untouched.add(facts.uri);
      const fresh = filesOf({ ...scaffold, static: 'whitenoise', health: undefined }).find((one) => one.path === 'Dockerfile');
      if (fresh) beside.push({ path, text: fresh.text });
      notes.push(
        `${path} stayed as it is, because ${made.unclear}. A new one is beside it: compare the two, bring over what yours does besides, and put it in its place.`,
      );
      continue;
    }
    edits.set(facts.uri, made.edits);
    placed.push(...made.placed);
    said.push(...made.said.map((one) => `\`${path}\`: ${one}`));
    if (made.edits.length > 0 && file.facts.stages.some(({ base }) => base?.system === 'alpine')) slim.add(facts.uri);
  }
  return { edits, untouched, beside, placed, slim, notes, said };
};

/** Whether something that the image installs is built from source on Debian; yes where that cannot be told. */
const needsCompiler = (project: Project, { facts }: FileOf<'dockerfile'>, knowledge: Surroundings['knowledge'], stage: Stage): boolean => {
  const { installed, complete } = imageRequirements(project, facts, stage);
  return !complete || installed.some(({ name }) => name !== 'uwsgi' && knowledge.images.nativeDependency(name)?.wheels === 'none');
};

/** The files of uWSGI that the starts read. */
const filesRead = (project: Project, found: readonly Found[]): readonly Uri[] => {
  const read = new Set(found.flatMap(({ start }) => start.files));
  return project.all.uwsgi.map(({ facts }) => facts.uri).filter((uri) => read.has(uri));
};
