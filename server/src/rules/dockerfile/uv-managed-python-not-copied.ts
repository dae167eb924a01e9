import { programOf } from '../../commands/wrappers.ts';
import { environmentsOf } from '../../languages/dockerfile/environments.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, userAt, within } from '../../languages/dockerfile/files.ts';
import { anyOf, interpreter, naming, systemInstalls, targets } from '../../languages/dockerfile/minds.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { linesAbove, linesBelow } from '../reading/dockerfile/lines.ts';
import { copiedTrees, pythonOf } from '../reading/dockerfile/python.ts';
import { chainOf, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, stageName } from '../reading/dockerfile/stages.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** uv fetches a Python of its own where it finds none that fits, and the environment is a link to it. */
export default defineRule({
  id: 'dockerfile/uv-managed-python-not-copied',
  title: 'An environment is copied with its Python',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R05'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: anyOf(targets, interpreter, systemInstalls, naming(/XDG_DATA_HOME\b|HOME\b/)),
  *check(subject) {
    const { uri, facts } = subject;
    for (const into of facts.stages) {
      for (const copy of into.copies) {
        const from = copy.stage;
        if (!from || chainOf(into).includes(from)) continue;
        for (const { tree, source } of copiedTrees(into, copy)) {
          const made = chainOf(from)
            .flatMap(environmentsOf)
            .find(({ path, by }) => path === tree.path && by === 'uv');
          const why = made && fetches(subject, from, made.run);
          if (!made || !why) continue;
          const home = installFolder(from, made.run);
          if (home === undefined || comesAlong(into, from, home, tree.path)) continue;
          yield {
            at: { uri, span: source.span },
            message: `${why}, so uv fetches one into \`${home}\`, and this environment's \`python\` is a link to it that leads nowhere in ${stageName(into)}; copy that folder too, or build both stages from a python image`,
            severity: eased('error', servesDevelopment(subject, into)),
            related: [{ at: { uri, span: made.span }, message: 'The environment is made here' }],
            fixes: () => fixes(subject, into, from, copy.instruction, made.run),
          };
          break;
        }
      }
    }
  },
});

const variable = ({ step }: Run, name: string): string | undefined => step.environment.get(name)?.value;

/** Why uv does not take the Python of the image; nothing where it may. */
const fetches = (subject: Subject<'dockerfile'>, stage: Stage, run: Run): string | undefined => {
  const environment = run.step.environment;
  const downloads = environment.get('UV_PYTHON_DOWNLOADS');
  if (downloads && (downloads.value === undefined || /^(?:never|manual|0|false)$/i.test(downloads.value))) return undefined;
  const words = run.command.words.map(({ text }) => text);
  const preference = variable(run, 'UV_PYTHON_PREFERENCE');
  if (
    words.includes('--managed-python') ||
    preference === 'only-managed' ||
    /^(?:1|true)$/.test(variable(run, 'UV_MANAGED_PYTHON') ?? '')
  ) {
    return 'uv is told to use only its own Pythons';
  }
  if (preference === 'only-system' || words.includes('--no-managed-python')) return undefined;
  const image = imageOf(subject, stage);
  if (!image || (image.family !== 'debian' && image.family !== 'ubuntu' && image.family !== 'alpine')) return undefined;
  const at = words.findIndex((word) => word === '-p' || word === '--python');
  const asked =
    (at >= 0 ? words[at + 1] : words.map((word) => /^--python=(.*)$/.exec(word)?.[1]).find(Boolean)) ?? variable(run, 'UV_PYTHON');
  const wanted = /^(?:python|cpython-?)?(3\.\d+)(?:\.\d+)?$/.exec(asked ?? '')?.[1];
  const own = pythonOf(subject, stage);
  if (own)
    return wanted !== undefined && wanted !== own.minor
      ? `Python ${wanted} is asked for, and ${stageName(stage)} has ${own.minor}`
      : undefined;
  // The image has a Python, or may have been given one.
  const brought = chainOf(stage).some(
    (one) =>
      systemPackages(one).some(({ name }) => /python/.test(name)) ||
      one.copies.some(({ from, sources }) => from && sources.some(({ text }) => /python|^\/?(?:usr(?:\/local)?)?\/?$/.test(text))),
  );
  if (image.python !== undefined || brought || subject.knowledge.images.hasCommand(image, 'python3') !== false) return undefined;
  return `${stageName(stage)[0]?.toUpperCase()}${stageName(stage).slice(1)} has no Python`;
};

/** Where uv keeps its Pythons. */
const installFolder = (stage: Stage, run: Run): string | undefined => {
  if (run.step.environment.has('UV_PYTHON_INSTALL_DIR')) return absolute('/', variable(run, 'UV_PYTHON_INSTALL_DIR') ?? '');
  if (run.step.environment.has('XDG_DATA_HOME') || run.step.environment.has('HOME')) return undefined;
  const user = userAt(stage, run.step);
  return user === 'root' ? '/root/.local/share/uv/python' : undefined;
};

/** True when the folder of the Pythons is copied as well, lies inside the environment, or is already there. */
const comesAlong = (into: Stage, from: Stage, home: string, environment: string): boolean =>
  within(environment, home) ||
  chainOf(into).some(
    (one) =>
      one.copies.some(
        ({ stage, sources }) =>
          stage === from &&
          sources.some(({ text, known }) => !known || within(absolute('/', text) ?? '/', home) || within(home, absolute('/', text) ?? '/')),
      ) ||
      one.runs.some(({ command: { words } }) => programOf({ text: words[0]?.text ?? '', known: true, span: { from: 0, to: 0 } }) === 'uv'),
  );

/** Keeps the Pythons in a folder that everybody may read, and takes it along. */
const fixes = ({ uri, text }: Subject<'dockerfile'>, into: Stage, from: Stage, copy: Stage['from'], run: Run): readonly Fix[] => {
  const told = variable(run, 'UV_PYTHON_INSTALL_DIR');
  const folder = told ?? '/opt/python';
  const name = into.copies.find(({ instruction }) => instruction === copy)?.from?.written ?? from.name ?? String(from.index);
  const edits = [linesAbove(text, copy, `COPY --from=${name} ${folder} ${folder}`)];
  if (told === undefined) edits.unshift(linesBelow(text, from.from, `ENV UV_PYTHON_INSTALL_DIR=${folder}`));
  return [fix(`Copy \`${folder}\` with uv's Python as well`, false, uri, ...edits)];
};
