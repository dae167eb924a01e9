// Flows of the scaffold over the protocol: which workspace, which texts, and plans as edits.
import type { Knowledge } from '../knowledge/entry.ts';
import type { Project } from '../project/project.ts';
import { nextStep } from '../scaffold/flow/flow.ts';
import { flowKinds, type Plan, type Step } from '../scaffold/flow/step.ts';
import type { CodeFile } from '../scaffold/move/plan.ts';
import { briefOf, type Planned as PlannedFile } from '../scaffold/plan.ts';
import { editsBetween, takenBack } from '../text/changes.ts';
import { linesOf, placeAt } from '../text/lines.ts';
import { uri as normal, relative, resolve, slashPath, type Uri } from '../text/uri.ts';
import type { FileSystem, Files } from './files.ts';
import type { PlanAsked, PlanEdit, PlanRefused, PlanStep, TakenBack } from './protocol.ts';

interface Parts {
  readonly files: Files;
  readonly disk: FileSystem;
  readonly knowledge: Knowledge;
}

/** Texts lead to texts (`Dockerfile.new`, `Dockerfile.new2`), but not for ever. */
const rounds = 20;

/** The next step of a flow. Before its first question the workspace is read anew. */
export const planned = async ({ files, disk, knowledge }: Parts, asked: PlanAsked): Promise<PlanStep> => {
  const impossible = unfit(files.roots);
  if (impossible) return impossible;
  if (Object.keys(asked.answers).length === 0) await files.readAgain();
  const kind = flowKinds.find((one) => one === asked.kind);
  if (!kind) return { is: 'refused', sentence: 'This Drydock server does not know that command: restart it.' };
  const near = asked.near === undefined ? undefined : normal(asked.near);
  const given = { kind, answers: asked.answers, replace: new Set(asked.replace) };
  const texts = new Map<Uri, string | undefined>();
  const code = new Map<Uri, readonly CodeFile[]>();
  for (let round = 0; round < rounds; round++) {
    const missing = new Set<Uri>();
    const unread = new Set<Uri>();
    const read = (project: Project) => (path: string) => {
      const uri = resolve(project.root, `./${path}`);
      const known = files.now.parsed(uri)?.file.text ?? texts.get(uri);
      if (known === undefined && !texts.has(uri)) missing.add(uri);
      return known;
    };
    const step = nextStep(files.now.projects(), given, near, knowledge, read, ({ root }) => {
      if (!code.has(root)) unread.add(root);
      return code.get(root) ?? [];
    });
    if (missing.size + unread.size === 0) return answer(step, files);
    for (const root of unread) code.set(root, await naming('uwsgi', root, disk));
    for (const uri of missing) texts.set(uri, await disk.read(uri));
  }
  return {
    is: 'refused',
    sentence: 'Too many files of ours lie beside yours already (NAME.new): delete those, and run the command again.',
  };
};

/** The Python files below a folder whose text has a word: most of them are read for nothing else. */
const naming = async (word: string, root: Uri, disk: FileSystem): Promise<readonly CodeFile[]> => {
  const walked = await disk.walk(root);
  const out: CodeFile[] = [];
  for (const uri of walked?.files ?? []) {
    const text = slashPath(uri).endsWith('.py') ? await disk.read(uri) : undefined;
    if (text?.includes(word)) out.push({ path: relative(root, uri), text });
  }
  return out;
};

/** Why a workspace can have no plan. */
const unfit = (roots: readonly Uri[]): PlanRefused | undefined => {
  if (roots.length === 0) return { is: 'refused', sentence: 'No folder is open: open the folder of a Django project first.' };
  const [root] = roots;
  if (root === undefined || roots.some((one) => one.startsWith('file:'))) return undefined;
  return {
    is: 'refused',
    sentence: `The files of this workspace are not on a disk (${root.slice(0, root.indexOf(':'))}:), so Drydock cannot read what the project has: clone it, and run the command there.`,
  };
};

const answer = (step: Step, files: Files): PlanStep => {
  if (step.is === 'refused') {
    const { sentence, places } = step;
    return {
      is: 'refused',
      sentence,
      ...(places
        ? {
            places: places.all.map(({ path, line, text }) => ({
              uri: files.spelling(resolve(places.project.root, `./${path}`)),
              path,
              line: line - 1,
              text,
            })),
          }
        : {}),
    };
  }
  if (step.is === 'question') return { is: 'question', ...step.asked, number: step.number, of: step.of };
  const hidden = step.files.find(
    ({ path, before }) => before === undefined && step.project.exists(resolve(step.project.root, `./${path}`)),
  );
  if (hidden)
    return {
      is: 'refused',
      sentence: `\`${hidden.path}\` exists and cannot be read as UTF-8 text, so Drydock will not touch it: move it away or save it as UTF-8.`,
    };
  return {
    is: 'plan',
    files: step.files.map((file) => sent(step, file, files)),
    left: step.notes.length,
    ...(step.page ? { page: step.page } : {}),
    questions: step.questions,
  };
};

const sent = ({ project, replaces }: Plan, file: PlannedFile, files: Files) => {
  const { path, state, instead } = file;
  // Editors keep the mark to themselves.
  const before = file.before?.replace(/^\ufeff/, '');
  const after = file.after.replace(/^\ufeff/, '');
  return {
    uri: files.spelling(resolve(project.root, `./${path}`)),
    path,
    brief: briefOf(file),
    changes: state !== 'same',
    ...(before === undefined ? {} : { before }),
    after,
    edits: before === undefined ? [] : lineEdits(before, after),
    ...(instead === undefined || !replaces ? {} : { instead }),
  };
};

const lineEdits = (before: string, after: string): readonly PlanEdit[] => {
  const lines = linesOf(before);
  const at = (offset: number) => {
    const { line, column } = placeAt(lines, offset);
    return { line, character: column };
  };
  return editsBetween(before, after).map(({ span, text }) => ({ range: { start: at(span.from), end: at(span.to) }, newText: text }));
};

/** The edits of a text that take a change back; null when something else has changed there since. */
export const editsBack = ({ before, after, now }: TakenBack): readonly PlanEdit[] | null => {
  const text = takenBack(before, after, now);
  return text === undefined ? null : lineEdits(now, text);
};
