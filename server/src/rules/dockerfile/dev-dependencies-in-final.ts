import type { Installation } from '../../commands/installs.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { requirements } from '../../languages/dockerfile/minds.ts';
import { requirementsOf } from '../../project/dockerfile/requirements.ts';
import { type Edit, insert } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { sourceStages, startsServer } from '../reading/dockerfile/shipped.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { listed } from '../reading/listed.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** Test runners and debuggers have no business where the public comes by. */
export default defineRule({
  id: 'dockerfile/dev-dependencies-in-final',
  title: 'The shipped image has no packages for development',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R51'],
  reads: 'dockerfile',
  by: 'build',
  words: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: requirements,
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const [stage, shipped] of sourceStages(subject)) {
      // An image that starts no server may be somebody's workbench.
      const serves = shipped.some((one) => startsServer(project, facts, one));
      // A condition is a switch that somebody made on purpose.
      const all = stage.runs.flatMap((run) =>
        run.installation && run.command.certain ? (judge(subject, stage, run, run.installation) ?? []) : [],
      );
      for (const first of all) {
        // What one tool does again and again is one thing to mend.
        if (all.find(({ tool }) => tool === first.tool) !== first) continue;
        const same = all.filter(({ tool }) => tool === first.tool);
        yield {
          at: { uri, span: first.span },
          message: first.message,
          severity: serves ? 'warning' : 'info',
          related: same.slice(1).map(({ span }) => ({ at: { uri, span }, message: 'And again' })),
          fixes: () => fixesOf(uri, same),
        };
      }
    }
  },
});

interface Found {
  readonly tool: string;
  readonly span: Span;
  readonly message: string;
  readonly mend: { readonly title: string; readonly edit: Edit } | undefined;
}

const fixesOf = (uri: Uri, all: readonly Found[]): readonly Fix[] => {
  const [first] = all;
  return first?.mend ? [fix(first.mend.title, false, uri, ...all.flatMap(({ mend }) => (mend ? [mend.edit] : [])))] : [];
};

const ends = 'more to download, to update and to attack in the image that is shipped';

const judge = (subject: Subject<'dockerfile'>, stage: Stage, run: Run, installation: Installation): Found | undefined => {
  const { tool, verb, options } = installation;
  const has = (...names: readonly string[]) => options.find(({ name }) => names.includes(name));
  if (tool === 'pipenv') {
    const dev = has('--dev', '-d');
    return (
      dev && {
        tool,
        span: dev.span,
        message: `\`${dev.name}\` installs the packages for development: ${ends}; remove the option`,
        mend: remove(subject, run, dev),
      }
    );
  }
  if (tool === 'pip') {
    const file = installation.files.find(({ path, as }) => as === 'requirements' && forPeople.test(path));
    return (
      file && {
        tool,
        span: file.span,
        message: `\`${file.path.replace(/^.*\//, '')}\` lists the packages for development: ${ends}; install the requirements of production here`,
        mend: undefined,
      }
    );
  }
  if (tool === 'poetry' && /^(?:install|sync)$/.test(verb) && !has('--only', '--without', '--no-dev', '--only-root')) {
    return byContent(subject, stage, run, '--only main', 'Poetry installs all groups unless it is told otherwise');
  }
  const told = ['UV_NO_DEV', 'UV_NO_DEFAULT_GROUPS', 'UV_NO_GROUP'].some(
    (name) => run.step.environment.has(name) || run.command.assignments.some((one) => one.name === name),
  );
  if (
    tool === 'uv' &&
    verb === 'sync' &&
    !told &&
    !has('--no-dev', '--no-default-groups', '--no-group', '--only-group', '--dev', '--all-groups')
  ) {
    return byContent(subject, stage, run, '--no-dev', 'uv installs the group `dev` unless it is told otherwise');
  }
  return undefined;
};

const forPeople = /(?:^|[/._-])(?:dev|devel|development|local|test|tests|testing|debug|ci)(?:[-_.]?requirements)?(?:\.\w+)?$/i;
/** Distributions that nobody needs in production. */
const tools =
  /^(?:pytest(?:-.+)?|black|ruff|flake8(?:-.+)?|mypy(?:-.+)?|django-stubs(?:-.+)?|pylint(?:-.+)?|isort|coverage|tox|nox|pre-commit|debugpy|ipdb|pudb|pdbpp|django-debug-toolbar|factory-boy|faker|model-bakery|responses|freezegun|vcrpy|djlint|djhtml|bandit|sphinx(?:-.+)?|mkdocs(?:-.+)?|commitizen|pyright|watchfiles|werkzeug-debugger-runserver)$/;

const byContent = (subject: Subject<'dockerfile'>, stage: Stage, run: Run, option: string, why: string): Found | undefined => {
  const { facts, project } = subject;
  const { installation } = run;
  const verb = installation?.words.find(({ text }) => text === installation.verb);
  const names = [
    ...new Set(
      requirementsOf(project, facts, stage).installed.flatMap((one) =>
        one.run === run && tools.test(one.name) ? [`\`${one.name}\``] : [],
      ),
    ),
  ];
  if (!verb || !installation || names.length === 0) return undefined;
  return {
    tool: installation.tool,
    span: { from: installation.words[0]?.span.from ?? verb.span.from, to: verb.span.to },
    message: `${why}, so ${listed(names, 3)} ${names.length > 1 ? 'come' : 'comes'} along: ${ends}; add \`${option}\``,
    mend: { title: `Add \`${option}\``, edit: insert(verb.span.to, ` ${option}`) },
  };
};

const remove = ({ text }: Subject<'dockerfile'>, run: Run, { name, span }: Installation['options'][number]): Found['mend'] => ({
  title: `Remove \`${name}\``,
  edit: withoutWords(text, run.step.instruction, span),
});
