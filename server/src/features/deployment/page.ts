// The page about all deployments: per image who builds, collects, serves, listens and probes, and what is open there.
import type { Problem } from '../../rules/rule.ts';
import { collectedText, drawing, named, placeText, probeText } from './drawing.ts';
import type { Said, ToldDeployment, Where } from './told.ts';

/** A finding beside the deployment whose files it lies in. */
export interface OpenFinding extends Pick<Problem, 'rule' | 'severity' | 'message'> {
  readonly at: Where;
}

export interface PageParts {
  readonly title: string;
  readonly deployments: readonly ToldDeployment[];
  /** The open findings of a deployment's files, worst first. */
  findings(index: number): readonly OpenFinding[];
  /** The address of a place; nothing leaves it plain text. */
  link(at: Where): string | undefined;
}

const plain = (text: string): string => text.replaceAll(/([\\`*_{}[\]<>|#])/g, '\\$1');
const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const declaredBy: Readonly<Record<ToldDeployment['declaredBy'], string>> = {
  dockerfile: 'the image by itself',
  compose: 'a service of Compose',
  kubernetes: 'a workload of Kubernetes',
  cloudfoundry: 'an application of Cloud Foundry',
  procfile: 'a process of a Procfile',
  systemd: 'a unit of systemd',
  run: 'a `docker run`',
};
const roles: Readonly<Record<ToldDeployment['role'], string>> = {
  web: 'answers requests',
  worker: 'works in the background',
  job: 'runs once and ends',
  unknown: 'what it does is not known',
};
const purposes: Readonly<Record<ToldDeployment['purpose'], string>> = {
  production: ', for production',
  development: ', for development',
  test: ', for tests',
  unknown: '',
};

/** Markdown for a preview. Ends with a line end. */
export const page = ({ title, deployments, findings, link }: PageParts): string => {
  const placed = (at: Where): string => {
    const to = link(at);
    return to === undefined ? plain(placeText(at)) : `[${plain(placeText(at))}](${to})`;
  };
  const parts = deployments.map((one, index) => section(one, findings(index), placed));
  const none = 'No file of this project starts Django: no Dockerfile, Compose service, manifest, Procfile or unit was found that does.';
  const intro = 'What Drydock reads from the files of this project. Nothing was started to find it out.';
  return `${[`# Deployments of ${plain(title)}`, deployments.length > 0 ? intro : none, ...parts].join('\n\n')}\n`;
};

type Placed = (at: Where) => string;

const section = (one: ToldDeployment, open: readonly OpenFinding[], placed: Placed): string => {
  const lines = drawing(one);
  const rows = rowsOf(one, placed);
  return [
    `## ${plain(one.name)}`,
    `${declaredBy[one.declaredBy]}${purposes[one.purpose]}; ${roles[one.role]} (${placed(one.at)})`.replace(/^./, (first) =>
      first.toUpperCase(),
    ),
    ...(lines.length > 0 ? [['```text', ...lines, '```'].join('\n')] : []),
    ...(rows.length > 0 ? [['| What | Value | Where |', '| --- | --- | --- |', ...rows].join('\n')] : []),
    open.length > 0
      ? `**Open findings**\n\n${open.map((finding) => findingText(finding, placed)).join('\n')}`
      : 'No open findings in its files.',
  ].join('\n\n');
};

const findingText = ({ rule, severity, message, at }: OpenFinding, placed: Placed): string =>
  `- ${severity} ${code(rule)}: ${plain(message)} (${placed(at)})`;

const rowsOf = (one: ToldDeployment, placed: Placed): readonly string[] => {
  const row = (what: string, value: string, at: Where): string => `| ${what} | ${value} | ${placed(at)} |`;
  const said = (what: string, given: Said<string | number> | null): readonly string[] =>
    given ? [row(what, given.value === null ? 'set at run time' : code(String(given.value)), given.at)] : [];
  const { server, static: files } = one;
  return [
    ...said('Dockerfile', one.dockerfile),
    ...said('Stage', one.stage),
    ...said('User', one.user),
    ...said('Settings', one.settings),
    ...(server ? said('Server', { value: named(server.kind.value ?? ''), at: server.kind.at }) : []),
    ...said('Application', server?.target ?? null),
    ...said('Host', server?.host ?? null),
    ...said('Port', server?.port ?? null),
    ...said('Socket', server?.socket ?? null),
    ...said('Workers', server?.workers ?? null),
    ...said('STATIC\\_URL', files.url),
    ...said('STATIC\\_ROOT', files.root),
    ...files.collectedBy.map((collected) => row('Collected', collectedText(collected), collected.at)),
    ...files.servedBy.map(({ value, prefix, folder, at }) =>
      row(
        'Served by',
        `${named(value ?? '')}${prefix === null ? '' : `, ${code(prefix)}`}${folder === null ? '' : ` from ${code(folder)}`}`,
        at,
      ),
    ),
    ...one.proxies.map(({ value, port, at }) => row('Proxy', `${named(value ?? '')}${port === null ? '' : `, to port ${port}`}`, at)),
    ...one.ports
      .filter(({ role }) => role !== 'listen')
      .map(({ value, role, outside, at }) => row(`Port, ${role}`, outside === null ? String(value) : `${outside} to ${value}`, at)),
    ...one.probes.map((probe) => row(`Probe, ${probe.by}`, plain(probeText(probe)), probe.at)),
  ];
};
