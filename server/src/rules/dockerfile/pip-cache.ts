import type { Installation } from '../../commands/installs.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { userAt } from '../../languages/dockerfile/files.ts';
import { anyOf, naming, wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { type Mount, mountsOf } from '../../languages/dockerfile/mounts.ts';
import { insert } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { isDjangoFile, isForeign, servesDevelopment, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** pip keeps what it downloads: of use on the next build, and only weight in a layer. */
export default defineRule({
  id: 'dockerfile/pip-cache',
  title: "pip's cache is kept outside the image, or not at all",
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R64'],
  neighbours: ['hadolint DL3042'],
  reads: 'dockerfile',
  by: 'build',
  words: /install/,
  minds: anyOf(/^\s*user\b/, wordsFromElsewhere, naming(/(?:PIP|UV)_|XDG_CACHE_HOME\b|HOME\b/)),
  *check(subject) {
    if (!isDjangoFile(subject)) return;
    const shipped = new Set(shippedLayers(subject));
    for (const stage of subject.facts.stages) {
      if (servesDevelopment(subject, stage) || isForeign(subject, stage)) continue;
      const kept: Kept[] = [];
      for (const run of stage.runs) {
        const { installation } = run;
        if (installation?.tool !== 'pip' || installation.verb !== 'install' || !run.command.certain) continue;
        const mount = mountsOf(run.step.instruction).find(({ type, target }) => type === 'cache' && /cache/.test(target ?? ''));
        const found = mount ? mounted(subject, stage, run, installation, mount) : undefined;
        if (found) yield found;
        const one = mount || !shipped.has(stage) ? undefined : keptBy(run, installation);
        if (one) kept.push(one);
      }
      // What every install of a stage does is one thing to mend.
      const [first, ...more] = kept;
      if (!first) continue;
      yield {
        at: { uri: subject.uri, span: first.span },
        message: `${first.uv ? 'uv' : 'pip'} keeps every download in its cache, which is in the image then and never used again; add \`${first.option}\`, or mount a cache`,
        ...(first.uv ? { neighbours: [] } : {}),
        related: more.map(({ span }) => ({ at: { uri: subject.uri, span }, message: 'And here' })),
        fixes: () => [fix(`Add \`${first.option}\``, true, subject.uri, ...kept.map(({ behind, option }) => insert(behind, ` ${option}`)))],
      };
    }
  },
});

/** An installation whose downloads stay in the layer. */
interface Kept {
  readonly uv: boolean;
  readonly option: string;
  readonly span: Span;
  /** Behind its verb. */
  readonly behind: number;
}

const noCache = ({ options }: Installation) => options.find(({ name }) => name === '--no-cache-dir' || name === '--no-cache');
const isUv = ({ words }: Installation): boolean => programOf(words[0]) === 'uv';
const isSet = ({ step, command }: Run, ...names: readonly string[]): boolean =>
  names.some(
    (name) =>
      (step.environment.has(name) && step.environment.get(name)?.value !== '') || command.assignments.some((one) => one.name === name),
  );

const keptBy = (run: Run, installation: Installation): Kept | undefined => {
  const { step } = run;
  if (noCache(installation) || isSet(run, 'PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR', 'UV_NO_CACHE', 'UV_CACHE_DIR', 'XDG_CACHE_HOME'))
    return undefined;
  if (installation.options.some(({ name }) => name === '--cache-dir')) return undefined;
  // What the same RUN removes, or a variable may say.
  if (step.commands.some(({ words }) => /\.cache|cache purge|cache clean/.test(words.map(({ text }) => text).join(' ')))) return undefined;
  if (installation.words.some(({ text, known }) => !known && /OPT|ARG|FLAG/i.test(text))) return undefined;
  const verb = installation.words.find(({ text }) => text === 'install');
  if (!verb) return undefined;
  const uv = isUv(installation);
  return {
    uv,
    option: uv ? '--no-cache' : '--no-cache-dir',
    span: { from: installation.words[0]?.span.from ?? verb.span.from, to: verb.span.to },
    behind: verb.span.to,
  };
};

const mounted = (
  { uri, text }: Subject<'dockerfile'>,
  stage: Stage,
  run: Run,
  installation: Installation,
  mount: Mount,
): Finding | undefined => {
  const option = noCache(installation);
  if (option) {
    return {
      at: { uri, span: option.span },
      message: `A cache is mounted for pip, and \`${option.name}\` tells it not to use one; remove the option`,
      neighbours: [],
      fixes: () => [fix(`Remove \`${option.name}\``, true, uri, withoutWords(text, run.step.instruction, option.span))],
    };
  }
  const user = userAt(stage, run.step);
  if (!/^\/root\b/.test(mount.target ?? '') || user === undefined || user === 'root') return undefined;
  if (
    isSet(run, 'PIP_CACHE_DIR', 'UV_CACHE_DIR', 'XDG_CACHE_HOME', 'HOME') ||
    installation.options.some(({ name }) => name === '--cache-dir')
  )
    return undefined;
  return {
    at: { uri, span: mount.span },
    message: `pip runs as \`${user}\` here, whose cache is not in root's home, so the mount is never used; mount it at that user's \`~/.cache/pip\`, with \`uid=\`, or install before USER`,
    neighbours: [],
  };
};
