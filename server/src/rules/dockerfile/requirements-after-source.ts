import type { Copy, Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { anyOf, wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { insert, replace } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { isDjangoFile, isForeign, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** The cache holds up to the first line that changed, and the source changes with every commit. */
export default defineRule({
  id: 'dockerfile/requirements-after-source',
  title: 'Requirements are installed before the source is copied',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R63'],
  reads: 'dockerfile',
  by: 'build',
  words: /install|sync|pip/,
  minds: anyOf(/^\s*(?:copy|add|workdir)\b/, wordsFromElsewhere),
  *check(subject) {
    if (!isDjangoFile(subject)) return;
    for (const stage of subject.facts.stages) {
      if (servesDevelopment(subject, stage) || isForeign(subject, stage)) continue;
      const found = lateIn(stage);
      if (!found) continue;
      const { run, copy, file } = found;
      yield {
        at: { uri: subject.uri, span: file.span },
        message: `The source is copied first, so every change of it installs all of \`${file.path}\` anew; copy that file alone, install, and copy the rest behind it`,
        related: [{ at: { uri: subject.uri, span: copy.instruction.content }, message: 'Everything is copied here' }],
        fixes: () => fixes(subject, stage, run, copy, file.path),
      };
    }
  },
});

interface Late {
  readonly run: Run;
  readonly copy: Copy;
  readonly file: { readonly path: string; readonly span: Run['command']['span'] };
}

/** The first installation from a list of requirements that came with a copy of everything. */
const lateIn = (stage: Stage): Late | undefined => {
  const installs = placedRuns(stage).filter(({ run }) => run.installation?.tool === 'pip' && run.installation.verb === 'install');
  for (const { run, folder } of installs) {
    const file = run.installation?.files.find(({ as, known }) => as === 'requirements' && known);
    // What installs the project itself needs its source.
    if (!file || !run.command.certain || run.installation?.files.some(({ as }) => as === 'editable' || as === 'path')) continue;
    const path = absolute(folder, file.path);
    const before = stage.copies.filter(({ instruction, from }) => !from && instruction.span.from < run.command.span.from);
    const copy = before.find((one) => isWhole(one) && path !== undefined && covers(stage, one, path));
    // The list was copied by itself as well, before or after.
    if (!copy || !path || before.some((one) => one !== copy && !isWhole(one) && mentions(one, file.path))) continue;
    return { run, copy, file };
  }
  return undefined;
};

const isWhole = ({ sources, by }: Copy): boolean => by !== undefined && sources.length === 1 && /^\.?\/?\.?$/.test(sources[0]?.text ?? '');
const covers = (stage: Stage, { instruction, destination }: Copy, path: string): boolean => {
  const step = stage.steps.find((one) => one.instruction === instruction);
  const target = step && destination?.known ? absolute(folderAt(stage, step), destination.text) : undefined;
  return target !== undefined && within(target, path);
};
const mentions = ({ sources }: Copy, path: string): boolean => {
  const name = path.replace(/^.*\//, '');
  return sources.some(({ text }) => /require|\.txt/.test(text) || text.includes(name));
};

/** Moves the installation in front, where nothing stands between and the file needs no other. */
const fixes = ({ uri, text, project }: Subject<'dockerfile'>, stage: Stage, { step }: Run, copy: Copy, path: string): readonly Fix[] => {
  const { instruction } = step;
  const steps = stage.steps.map((one) => one.instruction);
  const adjacent = steps[steps.indexOf(copy.instruction) + 1] === instruction;
  const here = copy.destination?.text.replace(/\/$/, '');
  const at = stage.steps.find((one) => one.instruction === copy.instruction);
  const own = at && folderAt(stage, at);
  if (!adjacent || step.commands.length !== 1 || path.startsWith('/') || path.includes('..') || (here !== '.' && here !== own)) return [];
  const named = project.all.requirements.filter(({ facts }) => facts.uri.endsWith(`/${path}`));
  if (named.length !== 1 || (named[0]?.facts.includes.length ?? 1) > 0 || copy.instruction.flags.length > 0) return [];
  const end = lineEndOf(text);
  const whole = text.slice(instruction.span.from, instruction.span.to);
  const folder = path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/` : './';
  return [
    fix(
      'Install before the source is copied',
      false,
      uri,
      insert(copy.instruction.span.from, `COPY ${path} ${folder}${end}${whole.endsWith('\n') ? whole : whole + end}`),
      replace(instruction.span, ''),
    ),
  ];
};
