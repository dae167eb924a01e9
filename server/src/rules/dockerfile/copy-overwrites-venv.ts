import { environmentsOf } from '../../languages/dockerfile/environments.ts';
import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import { environments } from '../../languages/dockerfile/minds.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { lineEndOf } from '../../text/lines.ts';
import { slashPath } from '../../text/uri.ts';
import { copyTarget } from '../reading/dockerfile/python.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Fix, fix, insert, type Severity, type Subject } from '../rule.ts';

/** Tools that make their environment in the project's folder, on a developer's machine as in the image. */
const alsoAtHome: ReadonlySet<string> = new Set(['uv', 'poetry', 'pdm']);

/** A COPY of the whole project puts the host's environment over the image's. */
export default defineRule({
  id: 'dockerfile/copy-overwrites-venv',
  title: "The host's environment stays out of the image",
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R19'],
  reads: 'dockerfile',
  by: 'build',
  words: /copy|add/i,
  minds: environments,
  *check(subject) {
    const { uri, facts } = subject;
    for (const stage of facts.stages) {
      for (const copy of stage.copies) {
        if (copy.from) continue;
        const found = overwritten(subject, stage, copy);
        if (!found) continue;
        const { source, path, local, severity } = found;
        yield {
          at: { uri, span: source.span },
          message: `This copies the host's \`${local}\` over the environment that ${stageName(found.maker)} made in \`${path}\`${severity === 'error' ? ', and its programs lead to the Python of the host' : ', on every machine that has one'}, so the application does not start; add \`${local}\` to .dockerignore`,
          severity,
          fixes: () => ignoring(subject, local),
        };
      }
    }
  },
});

interface Overwritten {
  readonly source: Copy['sources'][number];
  readonly path: string;
  /** Relative to the context. */
  readonly local: string;
  readonly severity: Severity;
  readonly maker: Stage;
}

const overwritten = (subject: Subject<'dockerfile'>, stage: Stage, copy: Copy): Overwritten | undefined => {
  const { facts, project } = subject;
  const to = copyTarget(stage, copy);
  if (to === undefined) return undefined;
  for (const maker of chainOf(stage)) {
    for (const { path, by, run } of environmentsOf(maker)) {
      if (path === undefined || path === to || !within(to, path) || run.command.span.from > copy.instruction.span.from) continue;
      const rest = path.slice(to === '/' ? 1 : to.length + 1);
      for (const source of copy.sources) {
        // The contents of a folder are copied, so that the rest of the path is the same on both sides.
        const folder = source.known ? absolute('/', source.text)?.slice(1) : undefined;
        if (folder === undefined || (copy.sources.length > 1 && folder !== '')) continue;
        if (folder !== '' && !mayBeFolder(subject, folder)) continue;
        const local = folder === '' ? rest : `${folder}/${rest}`;
        const there = sourceIn(project, contextOf(project, facts), local);
        // Nothing is known of ignore files that were not read.
        if (there?.ignored !== false) continue;
        const severity = there.exists === true ? 'error' : alsoAtHome.has(by) ? 'info' : undefined;
        if (severity) return { source, path, local, severity, maker };
      }
    }
  }
  return undefined;
};

/** Whether a source holds anything: a file has nothing in it, and one that is not there stops the build. */
const mayBeFolder = ({ facts, project }: Subject<'dockerfile'>, path: string): boolean => {
  const context = contextOf(project, facts);
  const exists = sourceIn(project, context, path)?.exists;
  return exists === undefined || (exists && project.paths.isFolder(`${slashPath(context.folder).replace(/\/$/, '')}/${path}`));
};

/** Adds a pattern to the ignore file of the build; there is no fix without one. */
const ignoring = ({ project, facts }: Subject<'dockerfile'>, local: string): readonly Fix[] => {
  const { ignore } = contextOf(project, facts);
  const text = ignore && project.file(ignore.uri)?.parsed.file.text;
  if (!ignore || text === undefined) return [];
  const end = lineEndOf(text);
  return [
    fix(
      `Add \`${local}\` to .dockerignore`,
      true,
      ignore.uri,
      insert(text.length, `${text === '' || text.endsWith('\n') ? '' : end}${local}${end}`),
    ),
  ];
};
