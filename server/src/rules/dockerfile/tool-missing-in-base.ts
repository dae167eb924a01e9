import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { placedRuns, userAt } from '../../languages/dockerfile/files.ts';
import { minding } from '../../languages/dockerfile/minds.ts';
import { isPlainScript } from '../../languages/dockerfile/run.ts';
import { addPackages } from '../reading/dockerfile/add-packages.ts';
import { buildEnd } from '../reading/dockerfile/build-end.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { packagesAt } from '../reading/dockerfile/packages-at.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { inOtherWords } from '../reading/dockerfile/users.ts';
import { defineRule, type Finding, type Fix, fix, replace, type Subject } from '../rule.ts';

/** Other packages than the one of the tables that bring a command. */
const alsoBy: Readonly<Record<string, RegExp>> = {
  nc: /^netcat|^busybox|^ncat$|^nmap$/,
  netcat: /^netcat/,
  mysql: /mysql-client|mariadb-client/,
  mysqldump: /mysql-client|mariadb-client/,
  mariadb: /mysql-client|mariadb-client/,
  mysql_config: /^libmariadb-dev$|libmysqlclient-dev/,
  gpg: /^gnupg|^gpg/,
  ping: /ping/,
  telnet: /telnet/,
  cron: /cron/,
  crontab: /cron/,
  node: /^nodejs|^node-/,
  npm: /^nodejs|^npm$/,
  npx: /^nodejs|^npm$/,
  python: /python/,
  python3: /^python3|^libpython3/,
  pip: /^python3?-pip/,
  pip3: /^python3?-pip/,
  'pkg-config': /^pkg-?conf/,
  vim: /vim/,
  cc: /^gcc|clang|^build-essential$/,
  locate: /locate/,
  nslookup: /dnsutils/,
  host: /dnsutils|-host$/,
  dig: /dnsutils/,
};
/** Programs that Python packages or npm may bring as well. */
const otherwise =
  /^(?:cmake|supervisord|uvx?|dumb-init|tini|node|npm|npx|yarn|patchelf|python|python3|pip|pip3|su-exec|gosu|ffmpeg|ruby|java)$/;
/** What only Bash knows, where `/bin/sh` is dash. */
const bashOnly = /^(?:source|pushd|popd|shopt)$/;

/** A RUN can only start what the base image has, or what was installed before. */
export default defineRule({
  id: 'dockerfile/tool-missing-in-base',
  title: 'Commands are there where they are used',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R02'],
  neighbours: ['hadolint DL3004'],
  reads: 'dockerfile',
  by: 'build',
  // An image without a shell can run none. What is copied may be a program, whose name has no dot in it.
  minds: minding(/^\s*(?:run|add|shell|onbuild|user)\b|^\s*copy\b.*(?:--from|[\s/"'][\w+-]+(?:[\s"',\]]|$))/s),
  *check(subject) {
    for (const stage of subject.facts.stages) {
      const image = imageOf(subject, stage);
      if (!image || hasOwnShell(stage)) continue;
      const told = new Set<string>();
      let last: { readonly run: Run; readonly tests: boolean } | undefined;
      for (const { run, words } of placedRuns(stage)) {
        const asked = last?.tests && last.run.step === run.step && run.command.before === '&&';
        last = { run, tests: isTest(run.command.words) };
        if (!image.shell) {
          if (run.step.instruction.command?.form === 'shell' && told.size === 0) yield { ...noShell(subject, stage, run), neighbours: [] };
          told.add('sh');
          continue;
        }
        const { command } = run;
        if (!command.certain || command.after === '||' || asked || isTest(run.command.words)) continue;
        const raw = run.given;
        for (const list of raw[0] === words[0] ? [raw] : [raw, words]) {
          const found = missing(subject, stage, image, run, list);
          // Once missing, a tool is missing in all that follows.
          const name = programOf(list[0]);
          if (!found || told.has(name)) continue;
          told.add(name);
          // The one check of others that is about the same.
          yield name === 'sudo' ? found : { ...found, neighbours: [] };
          break;
        }
      }
    }
  },
});

/** Another shell may know other words. */
const hasOwnShell = (stage: Stage): boolean =>
  chainOf(stage).some(({ steps }) => steps.some(({ instruction }) => instruction.name === 'SHELL'));

const isTest = (words: readonly { readonly text: string }[]): boolean =>
  /^(?:\[|\[\[|test|command|which|type|hash)$/.test(words[0]?.text ?? '');

const noShell = ({ uri }: Subject<'dockerfile'>, stage: Stage, { step }: Run): Finding => ({
  at: { uri, span: step.instruction.keyword.span },
  message: `\`${chainOf(stage)[0]?.image.text ?? ''}\` has no shell, so no RUN can be run in it and the build ends here; do this in an earlier stage and copy the result`,
});

const missing = (
  subject: Subject<'dockerfile'>,
  stage: Stage,
  image: ImageFacts,
  run: Run,
  words: readonly Argument[],
): Finding | undefined => {
  const { uri, knowledge } = subject;
  const [word] = words;
  const { instruction } = run.step;
  if (!word?.known || word.text.includes('/')) return undefined;
  const name = word.text;
  const at = { uri, span: word.span };
  if (bashOnly.test(name) && image.family !== 'alpine' && (image.family === 'debian' || image.family === 'ubuntu')) {
    // A here-document may say which shell reads it.
    if (instruction.command?.form !== 'shell' || (instruction.heredocs.length > 0 && !isPlainScript(instruction))) return undefined;
    return {
      at,
      message: `RUN uses \`/bin/sh\`, which is dash in this image and knows no \`${name}\`, so ${buildEnd(stage, run, 'not found')}; ${name === 'source' ? 'write `.` instead' : 'put `SHELL ["/bin/bash", "-c"]` in front'}`,
      fixes: () => (name === 'source' ? [fix('Write `.`', true, uri, replace(word.span, '.'))] : []),
    };
  }
  if (knowledge.images.hasCommand(image, name) !== false) return undefined;
  const manager = image.packageManager;
  if (/^(?:apt|apt-get|apk|dnf|yum|microdnf)$/.test(name)) {
    return {
      at,
      message: `This image installs with ${manager === 'none' ? 'no package manager' : `\`${manager === 'apt' ? 'apt-get' : manager}\``} and has no \`${name}\`, so ${buildEnd(stage, run, 'not found')}; use the packages of its own distribution, or another base image`,
    };
  }
  const owner = knowledge.images.packageOf(name, image);
  if (otherwise.test(name) || mayBeThere(subject, stage, run, name, owner)) return undefined;
  const other = inOtherWords(words);
  const advice = other
    ? `write \`${other.split(' ')[0]}\`, which it has`
    : name === 'sudo' && isRoot(stage, run)
      ? 'leave it out, for RUN is root already'
      : owner
        ? `install \`${owner}\` before`
        : 'install it before';
  return {
    at,
    message: `${image.slim ? 'This slim image' : 'This image'} has no \`${name}\`, so ${buildEnd(stage, run, 'not found')}; ${advice}`,
    fixes: (): readonly Fix[] => {
      const last = words.at(-1);
      if (name === 'sudo')
        return isRoot(stage, run) && words[1]
          ? [fix('Leave `sudo` out', true, uri, replace({ from: word.span.from, to: words[1].span.from }, ''))]
          : [];
      return [
        ...(other && last ? [fix(`Write \`${other}\``, false, uri, replace({ from: word.span.from, to: last.span.to }, other))] : []),
        ...(owner ? addPackages(subject, stage, [owner], instruction) : []),
      ];
    },
  };
};

const isRoot = (stage: Stage, { step }: Run): boolean => userAt(stage, step) === 'root';

/** Whether a command may be there although the base does not have it. */
const mayBeThere = (subject: Subject<'dockerfile'>, stage: Stage, run: Run, name: string, owner: string | undefined): boolean => {
  const packages = packagesAt(subject, stage, run);
  if (owner !== undefined && (packages.has(owner) || packages.some(new RegExp(`^${owner.replace(/[^\w]/g, '\\$&')}-\\d`)))) return true;
  const also = Object.hasOwn(alsoBy, name) ? alsoBy[name] : undefined;
  if (also && packages.some(also)) return true;
  const image = imageOf(subject, stage);
  // What comes along with Alpine's packages is not known; hardly any of them brings these.
  const sure =
    packages.complete ||
    (image?.family === 'alpine' && /^(?:useradd|groupadd|usermod|groupmod|userdel|sudo)$/.test(name) && !packages.unseen);
  if (!sure) return true;
  return chainOf(stage).some(({ copies }) =>
    copies.some(({ sources, destination }) =>
      [...sources, ...(destination ? [destination] : [])].some(({ text }) => text === name || text.endsWith(`/${name}`)),
    ),
  );
};
