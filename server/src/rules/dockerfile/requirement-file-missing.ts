import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, requirements } from '../../languages/dockerfile/minds.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import type { NamedFile } from '../../project/dockerfile/installing.ts';
import { requirementsOf } from '../../project/dockerfile/requirements.ts';
import { parent, relative, resolve } from '../../text/uri.ts';
import { buildEnd } from '../reading/dockerfile/build-end.ts';
import { linesAbove } from '../reading/dockerfile/lines.ts';
import { isCopiedInVain } from '../reading/dockerfile/may-bring.ts';
import { servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, type Fix, fix, type Subject } from '../rule.ts';

/** A tool reads its list in the image, where only that is which was copied. */
export default defineRule({
  id: 'dockerfile/requirement-file-missing',
  title: 'Lists of requirements are in the image before they are read',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R23'],
  reads: 'dockerfile',
  by: 'build',
  words: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: anyOf(requirements, /^\s*shell\b/),
  *check(subject) {
    const { facts, project } = subject;
    for (const stage of facts.stages) {
      const told = new Set<string>();
      for (const file of requirementsOf(project, facts, stage).files) {
        if (told.has(file.path) || file.origin.is !== 'absent' || !isRead(file)) continue;
        told.add(file.path);
        const found = judge(subject, stage, file);
        if (found) yield found;
      }
    }
  },
});

/** Whether the command ends when the file is missing. */
const isRead = ({ as, run, path }: NamedFile): boolean => {
  const { installation, command } = run;
  if (!installation || !command.certain || command.after === '||') return false;
  const { tool, verb, options } = installation;
  const has = (...names: readonly string[]) => options.some(({ name }) => names.includes(name));
  if (tool === 'pip') return as === 'requirements' || as === 'constraint';
  if (as !== 'lock' || !path.startsWith('/')) return false;
  if (tool === 'pipenv') return verb === 'sync' || has('--deploy', '--ignore-pipfile');
  if (tool === 'uv') return verb === 'sync' && has('--locked', '--frozen');
  return tool === 'pdm' && (verb === 'sync' || has('--frozen-lockfile', '--check'));
};

/** The file lies beside the Dockerfile or at the root, so that the context may be another than we think. */
const mayBeElsewhere = ({ uri, project }: Subject<'dockerfile'>, candidates: readonly string[]): boolean =>
  [project.root, parent(uri)].some((folder) => candidates.some((one) => project.exists(resolve(folder, `./${one}`)) !== false));

const judge = (subject: Subject<'dockerfile'>, stage: Stage, file: NamedFile): Finding | undefined => {
  const { uri, facts, project, text } = subject;
  const context = contextOf(project, facts);
  const { path, at, run } = file;
  const name = text.slice(at.span.from, at.span.to);
  const inDockerfile = at.uri === uri;
  // Where the file most likely lies: as it is written, or by its name.
  const written = inDockerfile && file.as !== 'lock' ? name.replace(/^["']|["']$/g, '').replace(/^.*=/, '') : path.replace(/^.*\//, '');
  const candidates = [written.replace(/^\.?\//, ''), path.slice(1), path.replace(/^\/[^/]+\//, ''), path.replace(/^.*\//, '')];
  const known = candidates.map((one) => sourceIn(project, context, one)).find((one) => one?.exists === true);
  const shown = path.replace(/^.*\//, '');
  const span = inDockerfile ? at.span : (run.installation?.words[0]?.span ?? run.command.span);
  const inner = inDockerfile ? '' : `, which \`${relative(project.root, at.uri)}\` names`;
  // What the workspace does not have may be made before the build.
  if (!known) {
    if (!project.complete || !context.certain || mayBeElsewhere(subject, candidates)) return undefined;
    return {
      at: { uri, span },
      message: `There is no \`${shown}\`${inner} in the build context, and nothing in this stage makes it, so ${run.installation?.tool ?? 'pip'} fails and ${buildEnd(stage, run)}; add the file, or correct its name`,
      severity: 'warning',
    };
  }
  const ignored = known.ignored === true;
  if (ignored && isCopiedInVain(subject, stage, known.path)) return undefined;
  return {
    at: { uri, span },
    message: ignored
      ? `\`.dockerignore\` leaves \`${known.path}\`${inner} out of the build, so ${run.installation?.tool ?? 'pip'} does not find it and ${buildEnd(stage, run)}; take it back with \`!${known.path}\``
      : `No line above copies \`${known.path}\`${inner} to \`${path}\`, so ${run.installation?.tool ?? 'pip'} does not find it and ${buildEnd(stage, run)}; copy it before`,
    severity:
      context.certain || context.by !== 'place' || context.folder === parent(uri)
        ? servesDevelopment(subject, stage)
          ? 'warning'
          : 'error'
        : 'warning',
    ...(ignored && known.by && context.ignore
      ? { related: [{ at: { uri: context.ignore.uri, span: known.by.span }, message: 'This pattern leaves it out' }] }
      : {}),
    fixes: (): readonly Fix[] => {
      if (ignored || !path.startsWith('/')) return [];
      return [fix(`Copy \`${known.path}\``, false, uri, linesAbove(text, run.step.instruction, `COPY ${known.path} ${path}`))];
    },
  };
};
