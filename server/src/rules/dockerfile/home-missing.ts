import { programOf } from '../../commands/wrappers.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { filesOf, type PlacedRun, placedRuns, userAt, within } from '../../languages/dockerfile/files.ts';
import { anyOf, inRun, origins } from '../../languages/dockerfile/minds.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, insert, replace, type Subject } from '../rule.ts';

/** Tools that keep caches or environments in the home of who runs them, and the variables that send them elsewhere. */
const writers: Readonly<Record<string, RegExp>> = {
  pipenv: /^(?:WORKON_HOME|PIPENV_VENV_IN_PROJECT|XDG_DATA_HOME)$/,
  poetry: /^(?:POETRY_HOME|POETRY_CACHE_DIR|XDG_CACHE_HOME)$/,
  uv: /^(?:UV_CACHE_DIR|UV_NO_CACHE|XDG_CACHE_HOME)$/,
  pdm: /^(?:PDM_CACHE_DIR|XDG_CACHE_HOME)$/,
  npm: /^(?:npm_config_cache|NPM_CONFIG_CACHE)$/,
  npx: /^(?:npm_config_cache|NPM_CONFIG_CACHE)$/,
  yarn: /^(?:YARN_CACHE_FOLDER)$/,
};

/** `useradd` makes no home unless it is asked to, and a tool that wants to write there ends with "permission denied". */
export default defineRule({
  id: 'dockerfile/home-missing',
  title: 'A user who runs tools that keep things in their home has one',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R62'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /useradd|adduser/,
  minds: anyOf(
    origins,
    /^\s*user\b|^\s*(?:env|arg)\b.*(?:HOME|CACHE|PIPENV_VENV_IN_PROJECT)/,
    inRun(/\b(?:mkdir|chown|usermod|pipenv|poetry|uv|pdm|npm|npx|yarn)\b/),
  ),
  *check(subject) {
    const { uri, facts } = subject;
    for (const stage of facts.stages) {
      const homes = homelessIn(stage);
      if (homes.size === 0 || setsHome(stage)) continue;
      const told = new Set<string>();
      for (const { run, words } of placedRuns(stage)) {
        const user = userAt(stage, run.step);
        const found = user === undefined || told.has(user) ? undefined : homes.get(user);
        const [program] = words;
        const tool = program && programOf(program);
        const elsewhere = tool !== undefined && Object.hasOwn(writers, tool) ? writers[tool] : undefined;
        if (!found || !program || !elsewhere || user === undefined || isSent(stage, words, elsewhere)) continue;
        if (isMade(stage, found.home) || mounts(run.step.instruction.content, subject.text, found.home)) continue;
        told.add(user);
        yield {
          at: { uri, span: found.program.span },
          message: `\`${user}\` gets no home directory, and \`${tool}\` wants to write below \`${found.home}\` when it runs as \`${user}\`: make it with \`--create-home\`, or set \`HOME\` to a folder that \`${user}\` may write to`,
          related: [{ at: { uri, span: program.span }, message: `\`${tool}\` runs as \`${user}\`` }],
          fixes: () => fixes(subject, found),
        };
      }
    }
  },
});

interface Homeless {
  readonly program: PlacedRun['words'][number];
  /** The word that says there shall be none. */
  readonly refusal: PlacedRun['words'][number] | undefined;
  readonly home: string;
}

/** Users that the stage, or one it begins from, makes without a home. */
const homelessIn = (stage: Stage): ReadonlyMap<string, Homeless> => {
  const out = new Map<string, Homeless>();
  for (const { words } of chainOf(stage).flatMap(placedRuns)) {
    const [program] = words;
    const made = program && homelessOf(program, words);
    if (made) out.set(made.user, made);
  }
  return out;
};

const homelessOf = (program: Homeless['program'], words: PlacedRun['words']): (Homeless & { readonly user: string }) | undefined => {
  const tool = programOf(program);
  const user = words.at(-1);
  if ((tool !== 'useradd' && tool !== 'adduser') || !user?.known || !/^[a-z_][\w-]*$/i.test(user.text) || words.some(({ known }) => !known))
    return undefined;
  const find = (wanted: RegExp) => words.find(({ text }) => wanted.test(text));
  const refusal = find(/^(?:--no-create-home|-M)$/) ?? (tool === 'adduser' ? find(/^-[A-Za-z]*H$/) : undefined);
  // Of useradd's options in one word, only `m` asks for a home; adduser makes one for all but the system's users.
  const asked = tool === 'useradd' ? find(/^(?:--create-home|-[A-Za-z]*m[A-Za-z]*)$/) !== undefined : !find(/^(?:--system|-[A-Za-z]*S)$/);
  if (asked && !refusal) return undefined;
  const flag = words.findIndex(({ text }) => /^(?:--home|--home-dir|-d|-h)$/.test(text));
  const joined = find(/^--home(?:-dir)?=/)?.text.replace(/^.*?=/, '');
  // A system user of adduser gets a home in Alpine, and in Debian one when it is named.
  if (tool === 'adduser' && !refusal && (flag >= 0 || joined !== undefined || find(/^-/)?.text === '-S')) return undefined;
  const named = joined ?? (flag >= 0 ? words[flag + 1]?.text : undefined);
  return { user: user.text, program, refusal, home: named ?? (tool === 'adduser' ? '/nonexistent' : `/home/${user.text}`) };
};

const setsHome = (stage: Stage): boolean => chainOf(stage).some(({ settings }) => settings.some(({ name }) => name === 'HOME'));

const isSent = (stage: Stage, words: PlacedRun['words'], elsewhere: RegExp): boolean =>
  chainOf(stage).some(({ settings }) => settings.some(({ name }) => elsewhere.test(name))) ||
  words.some(({ text }) => /^(?:--no-cache|--cache(?:-dir|-folder)?(?:=.*)?|--version|--help)$/.test(text));

/** Something else makes the home, or a folder in it, or it is a folder of the image that is there anyway. */
const isMade = (stage: Stage, home: string): boolean =>
  /^\/(?:app|srv|opt|tmp|usr\/src|var\/www)?$/.test(home) ||
  chainOf(stage).some(
    (one) =>
      filesOf(one).some(({ does, path }) => does !== 'remove' && (path === home || within(home, path))) ||
      one.runs.some(({ words }) => programOf(words[0]) === 'usermod'),
  );

const mounts = ({ from, to }: { readonly from: number; readonly to: number }, text: string, home: string): boolean =>
  text.slice(from, to).includes(`target=${home}`);

const fixes = ({ uri }: Subject<'dockerfile'>, { program, refusal, home }: Homeless): readonly Fix[] => {
  if (home === '/nonexistent' || home === '/dev/null') return [];
  if (refusal) return /^--/.test(refusal.text) ? [fix('Make a home', true, uri, replace(refusal.span, '--create-home'))] : [];
  return programOf(program) === 'useradd' ? [fix('Make a home', true, uri, insert(program.span.to, ' --create-home'))] : [];
};
