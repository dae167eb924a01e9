import { programOf } from '../../commands/wrappers.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import type { DeployedVolume, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { bringersOf, targetsOf } from '../../project/deployment/proxies.ts';
import type { Project } from '../../project/project.ts';
import type { Uri } from '../../text/uri.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Proxy and server meet at one path, or not at all. */
export default defineRule({
  id: 'project/proxy-socket-mismatch',
  title: 'Proxy and server name the same socket',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 47', 'X34'],
  reads: 'project',
  *check(project) {
    if (!project.complete || project.all.nginx.length === 0) return;
    const told = new Set<string>();
    const all = deploymentsOf(project);
    for (const { facts } of project.all.nginx) {
      if (facts.open) continue;
      for (const { address } of targetsOf(facts)) {
        if (address.path === undefined || !address.known) continue;
        const found = partnerOf(project, all, facts.uri, address.path);
        const key = `${facts.uri} ${address.span.from}`;
        if (!found || found.asked === found.listens.value || told.has(key)) continue;
        told.add(key);
        const { deployment, listens, better } = found;
        const text = project.file(facts.uri)?.parsed.file.text ?? '';
        const from = text.indexOf(address.path, address.span.from);
        yield {
          at: { uri: facts.uri, span: address.span },
          message: better
            ? `nginx asks at \`${address.path}\`, but ${deployment.server?.kind ?? 'the server'} of \`${deployment.name}\` listens at \`${listens.value}\`, so every request ends with 502; name the same socket: \`${better}\``
            : `nginx asks at \`${address.path}\`, and no volume brings \`${listens.value}\` of \`${deployment.name}\` into its container, so every request ends with 502; mount the folder of the socket into both`,
          related: [{ at: listens.at, message: 'The server listens here' }],
          fixes: () =>
            better && from >= 0 && address.path && from < address.span.to
              ? [fix(`Write \`${better}\``, false, facts.uri, replace({ from, to: from + address.path.length }, better))]
              : [],
        };
      }
    }
  },
});

interface Partner {
  readonly deployment: Deployment;
  readonly listens: { readonly value: string; readonly at: Deployment['at'] };
  /** The path that is asked, as the container of the server sees it; nothing where it does not. */
  readonly asked: string | undefined;
  /** The path of the server's socket, as nginx sees it. */
  readonly better: string | undefined;
}

/** The one server that can be meant: the only one in the container of nginx, or beside it, that listens at one socket alone. */
const partnerOf = (project: Project, all: readonly Deployment[], uri: Uri, path: string): Partner | undefined => {
  const inside = all.filter((one) => runsNginx(one) && one.inside(uri) !== undefined);
  if (inside.length > 0) {
    const partners = inside.flatMap((one) => partner(one, [], path, true) ?? []);
    return partners.length === inside.length && partners.every(({ asked, listens }) => asked !== listens.value) ? partners[0] : undefined;
  }
  const holders = bringersOf(project, uri);
  const partners = holders.flatMap((holder) => {
    const beside = holder.beside();
    const webs = all.filter(
      (one) =>
        one.role === 'web' && beside.some(({ at, by }) => by === one.by && at.uri === one.at.uri && at.span.from === one.at.span.from),
    );
    const [only, more] = webs;
    const found = only && !more ? partner(only, holder.volumes, path, false) : undefined;
    return found ? [found] : [];
  });
  return partners.length === holders.length && partners.every(({ asked, listens }) => asked !== listens.value) ? partners[0] : undefined;
};

const runsNginx = ({ launch }: Deployment): boolean => launch?.programs.some(({ words }) => programOf(words[0]) === 'nginx') ?? false;

const partner = (deployment: Deployment, others: readonly DeployedVolume[], path: string, inside: boolean): Partner | undefined => {
  const { server, volumes, launch } = deployment;
  const [only, more] = server?.listens ?? [];
  if (!server?.written || !launch || launch.script || !only || more || only.path.state !== 'known') return undefined;
  const listens = { value: absolute('/', only.path.value) ?? only.path.value, at: only.path.at };
  if (inside) return { deployment, listens, asked: absolute('/', path), better: listens.value };
  if ([...volumes, ...others].some(({ target, source }) => target.state !== 'known' || source.state === 'dynamic')) return undefined;
  return { deployment, listens, asked: translated(path, others, volumes), better: translated(listens.value, volumes, others) };
};

/** A path of one container as another one sees it, through the volumes that both have. */
const translated = (path: string, from: readonly DeployedVolume[], to: readonly DeployedVolume[]): string | undefined => {
  for (const one of from) {
    const target = one.target.state === 'known' ? (absolute('/', one.target.value) ?? '/') : undefined;
    if (target === undefined || !within(target, path)) continue;
    for (const other of to) {
      const same =
        one.source.state === 'known' &&
        other.source.state === 'known' &&
        one.source.value.replace(/\/$/, '') === other.source.value.replace(/\/$/, '');
      if (same && other.target.state === 'known') return absolute(other.target.value, `.${path.slice(target === '/' ? 0 : target.length)}`);
    }
  }
  return undefined;
};
