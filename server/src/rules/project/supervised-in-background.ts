import type { Launched } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import { anyOf, deployed, systemInstalls } from '../../languages/dockerfile/minds.ts';
import type { SupervisordFacts } from '../../languages/supervisord/facts.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { insert } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** supervisord watches what it starts, and a container its first process; what leaves for the background is seen as ended by both. */
export default defineRule({
  id: 'project/supervised-in-background',
  title: 'supervisord and what it starts stay in the foreground',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R30'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, systemInstalls),
  *check(project, _, only) {
    const isNew = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { launch, image } = deployment;
      const supervisor = launch?.programs.find(({ words }) => programOf(words[0]) === 'supervisord');
      if (!launch || !supervisor || !image?.stage.base || image.stage.base.family === 'other' || image.facts.template) continue;
      const away = inBackground(project, deployment, supervisor);
      if (away && isNew(away.at)) yield away;
      for (const program of launch.programs) {
        const found = program === supervisor ? undefined : detached(project, program);
        if (found && isNew(found.at)) yield found;
      }
    }
  },
});

const placeOf = ({ words }: Launched): Location | undefined => {
  const [first] = words;
  const last = words.at(-1);
  return first?.uri && last ? { uri: first.uri, span: { from: first.span.from, to: last.span.to } } : undefined;
};

const debian = '/etc/supervisor/supervisord.conf';

/** supervisord itself, which goes to the background unless its configuration or its command says otherwise. */
const inBackground = (project: Project, deployment: Deployment, supervisor: Launched): Finding | undefined => {
  const { words } = supervisor;
  const [first] = words;
  if (!first?.uri || !supervisor.certain || words.some(({ text }) => /^(?:-[a-zA-Z]*n[a-zA-Z]*|--nodaemon)$/.test(text))) return undefined;
  // A word in any of these may reach the file that is read.
  const { all } = project;
  if (
    [...all.supervisord, ...all.dockerfile, ...all.shell].some(({ parsed }) =>
      /^(?![ \t]*[#;]).*nodaemon\s*=\s*(?!false\b|0\b)/im.test(parsed.file.text),
    )
  )
    return undefined;
  const named = namedBy(words);
  const configuration = readFrom(project, deployment, named);
  if (!configuration && ((named ?? debian) !== debian || !comesFromDebian(project, deployment))) return undefined;
  return {
    at: { uri: first.uri, span: first.span },
    message: `supervisord goes to the background ${
      configuration ? 'unless it is told not to' : "by Debian's supervisord.conf"
    }, so the container's first process ends and the container stops at once; add \`--nodaemon\`, or \`nodaemon=true\` below \`[supervisord]\``,
  };
};

const namedBy = (words: readonly Argument[]): string | undefined => {
  const at = words.findIndex(({ text }) => /^(?:-c|--configuration)(?:=|$)/.test(text));
  const word = words[at]?.text.includes('=') ? words[at] : words[at + 1];
  return at > 0 ? (word?.text.replace(/^(?:-c|--configuration)=/, '') ?? '') : undefined;
};

/** The file with the section of supervisord itself, where it is in the workspace. */
const readFrom = (project: Project, deployment: Deployment, named: string | undefined): SupervisordFacts | undefined => {
  for (const path of named === undefined ? ['/etc/supervisord.conf', debian] : [named]) {
    const facts = factsAt(project, deployment.outside(path), 'supervisord');
    if (facts && !facts.template) return facts;
  }
  return undefined;
};

/** Whether apt installs it in the image, and nothing seen touches the file that it brings. */
const comesFromDebian = ({ all }: Project, { image }: Deployment): boolean =>
  image !== undefined &&
  chainOf(image.stage).some(({ runs }) =>
    runs.some(({ installation }) => installation?.tool === 'apt' && installation.packages.some(({ name }) => name === 'supervisor')),
  ) &&
  ![...all.dockerfile, ...all.shell].some(({ parsed }) => parsed.file.text.includes(debian));

/** A program below supervisord that leaves for the background. */
const detached = (project: Project, program: Launched): Finding | undefined => {
  const at = placeOf(program);
  const uri: Uri | undefined = at?.uri;
  if (!at || !program.certain || !uri || project.file(uri)?.parsed.kind !== 'supervisord') return undefined;
  const { words } = program;
  const name = programOf(words[0]);
  const option = words.find(({ text, known }) => known && detaching[name]?.test(text));
  if (option)
    return {
      at: { uri, span: option.span },
      severity: 'warning',
      message: `\`${option.text}\` sends ${name} to the background, so supervisord takes it for ended, starts it again and gives up, and nobody stops it or starts it anew; remove the option`,
    };
  if (name !== 'nginx' || words.some(({ text, known }) => !known || /^-[tTvVhs]/.test(text))) return undefined;
  const { all } = project;
  if (
    [...all.nginx, ...all.dockerfile, ...all.shell, ...all.supervisord].some(({ parsed }) =>
      /^(?![ \t]*[#;]).*\bdaemon\s+off\b/m.test(parsed.file.text),
    )
  )
    return undefined;
  // A configuration that is not in the workspace may say it.
  const given = words.findIndex(({ text }) => text === '-c');
  if (given >= 0 && !all.nginx.some(({ facts }) => facts.uri.endsWith(`/${words[given + 1]?.text.replace(/^.*\//, '') ?? ''}`)))
    return undefined;
  return {
    at,
    severity: 'warning',
    message:
      'nginx goes to the background by itself, so supervisord takes it for ended, starts it again and gives up, and nobody stops it or starts it anew; add `-g "daemon off;"`',
    fixes: () => [fix('Add `-g "daemon off;"`', false, uri, insert(at.span.to, ' -g "daemon off;"'))],
  };
};

/** Options by which a program leaves for the background. */
const detaching: Readonly<Record<string, RegExp>> = {
  gunicorn: /^(?:-D|--daemon)$/,
  hypercorn: /^(?:-D|--daemon)$/,
  uwsgi: /^(?:-d|--daemonize2?)(?:=|$)/,
  celery: /^(?:-D|--detach)$/,
};
