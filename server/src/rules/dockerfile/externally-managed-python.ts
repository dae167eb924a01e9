import { programOf } from '../../commands/wrappers.ts';
import { targetOf } from '../../languages/dockerfile/environments.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, interpreter, naming, targets } from '../../languages/dockerfile/minds.ts';
import { builds } from '../../languages/dockerfile/parse.ts';
import { buildEnd } from '../reading/dockerfile/build-end.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { pythonOf } from '../reading/dockerfile/python.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { defineRule, type Fix, fix, insert, replace, type Severity, type Subject } from '../rule.ts';

/** Releases whose Python carries the mark of PEP 668. */
const managed: ReadonlySet<string> = new Set([
  ...['bookworm', 'trixie', 'forky', 'sid'],
  ...['lunar', 'mantic', 'noble', 'oracular', 'plucky', 'questing', 'resolute', 'stonking'],
]);

/** Debian and Ubuntu keep pip away from their own Python. */
export default defineRule({
  id: 'dockerfile/externally-managed-python',
  title: "pip leaves the distribution's own Python alone",
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R27'],
  reads: 'dockerfile',
  by: 'build',
  words: /install/,
  minds: anyOf(targets, interpreter, naming(/PIP_BREAK/), /^\s*shell\b|EXTERNALLY-MANAGED|break-system-packages|pip\.conf/),
  *check(subject) {
    const { uri, facts } = subject;
    for (const stage of facts.stages) {
      const image = imageOf(subject, stage);
      if (!image?.release || !managed.has(image.release) || pythonOf(subject, stage)?.prefix !== '/usr') continue;
      if (isUnlocked(stage)) continue;
      for (const run of stage.runs) {
        const { installation, step } = run;
        const into = installation && targetOf(stage, run)?.into;
        const isPip = installation?.tool === 'pip' && installation.verb === 'install';
        if (!installation || !isPip || (into !== 'system' && into !== 'user')) continue;
        const { command } = run;
        if (
          !command.certain ||
          command.after === '||' ||
          step.environment.has('PIP_BREAK_SYSTEM_PACKAGES') ||
          command.assignments.length > 0
        )
          continue;
        const forced = installation.options.some(({ name }) => name === '--break-system-packages');
        const word = installation.words[0];
        if (!word) continue;
        const severity: Severity = forced ? 'hint' : 'error';
        yield {
          at: { uri, span: word.span },
          message: forced
            ? `This puts packages among those of ${name(image.family)} ${image.release}'s own Python, where either may break the other; an environment keeps them apart`
            : `${name(image.family)} ${image.release} manages its own Python, so ${programOf(word)} stops with "externally-managed-environment" and ${buildEnd(stage, run)}; install into an environment`,
          severity,
          fixes: () => (forced ? [] : intoEnvironment(subject, stage, run)),
        };
        // What is wrong with the first is wrong with all.
        break;
      }
    }
  },
});

const name = (family: string): string => (family === 'ubuntu' ? 'Ubuntu' : 'Debian');

/** The mark is removed, or pip is told in its own configuration. */
const isUnlocked = (stage: Stage): boolean =>
  chainOf(stage).some(({ steps }) =>
    steps.some(
      ({ instruction }) =>
        builds(instruction) && /EXTERNALLY-MANAGED|break-system-packages[\s=]+(?:true|1)|pip\.conf/.test(instruction.script.text),
    ),
  );

/** Makes an environment in front of pip, and puts it on the PATH. Debian has `venv` in a package of its own. */
const intoEnvironment = ({ uri, text }: Subject<'dockerfile'>, stage: Stage, run: Run): readonly Fix[] => {
  const { installation, step } = run;
  const [first] = installation?.words ?? [];
  const packages = chainOf(stage).flatMap(systemPackages);
  const pip = packages.findLast(({ name: one, span }) => one === 'python3-pip' && text.slice(span.from, span.to) === one);
  const has = packages.some(({ name: one }) => one === 'python3-venv' || one === 'python3-full');
  const uv = installation?.words[1]?.text === 'pip' && programOf(first) === 'uv';
  if (!first || (!pip && !has) || uv || step.instruction.heredocs.length > 0) return [];
  const end = programOf(first).startsWith('python') ? installation?.words[2]?.span.to : first.span.to;
  if (end === undefined) return [];
  const edits = [
    replace({ from: first.span.from, to: end }, 'python3 -m venv /opt/venv && /opt/venv/bin/pip'),
    linesBelow(text, step.instruction, 'ENV PATH="/opt/venv/bin:$PATH"'),
  ];
  if (!has && pip) edits.push(insert(pip.span.to, ' python3-venv'));
  return [fix('Install into `/opt/venv`', false, uri, ...edits)];
};
