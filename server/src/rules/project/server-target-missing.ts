import { deployed } from '../../languages/dockerfile/minds.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { findModule, isDotted } from '../../project/python-modules.ts';
import { nearest } from '../../text/distance.ts';
import { replace } from '../../text/edit.ts';
import { topOf } from '../../text/span.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { defineRule, fix } from '../rule.ts';

/** A server that cannot import its application ends at once, or restarts its workers for ever. */
export default defineRule({
  id: 'project/server-target-missing',
  title: 'The application a server is pointed at exists',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R15', 'X01'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const deployment of deploymentsFor(project, only)) {
      const { server } = deployment;
      // What a uwsgi.ini names is the business of its own rules.
      if (!server || server.kind === 'runserver' || server.kind === 'uwsgi' || server.target.state !== 'known') continue;
      const { value, at } = server.target;
      const key = `${at.uri} ${at.span.from}`;
      if (told.has(key)) continue;
      const wrong = faultOf(project, deployment, server, value);
      if (!wrong) continue;
      told.add(key);
      const plain = at.span.to - at.span.from === value.length;
      yield {
        at,
        message: wrong.message,
        related: wrong.related,
        fixes: () => (wrong.better && plain ? [fix(`Write \`${wrong.better}\``, false, at.uri, replace(at.span, wrong.better))] : []),
      };
    }
  },
});

interface Fault {
  readonly message: string;
  readonly better: string | undefined;
  readonly related: readonly { readonly at: DeployedServer['at']; readonly message: string }[];
}

const faultOf = (project: Project, { outside }: Deployment, server: DeployedServer, target: string): Fault | undefined => {
  const [module = '', attribute] = target.split(':', 2);
  if (!isDotted(module) || (attribute !== undefined && !/^[A-Za-z_]\w*$/.test(attribute))) return undefined;
  if (findModule(project, module) === 'missing') {
    const better = nearest(module, startModules(project), 3);
    return {
      message: `${server.kind} cannot import \`${module}\`: there is no such module in the project, so the server ends at its start or its workers restart for ever${better ? `; did you mean \`${better}\`?` : '; name a module that exists'}`,
      better: better && (attribute === undefined ? better : `${better}:${attribute}`),
      related: [],
    };
  }
  if (attribute === undefined) return undefined;
  const path = `${server.folder ?? ''}/${module.replaceAll('.', '/')}.py`;
  const facts = factsAt(project, outside(path), 'python');
  if (!facts?.closed || facts.names.has(attribute)) return undefined;
  const better = ['application', 'app'].find((name) => facts.names.has(name)) ?? nearest(attribute, facts.names.keys(), 3);
  return {
    message: `\`${module}\` defines no \`${attribute}\`, so ${server.kind} finds no application in it${better ? `; did you mean \`${better}\`?` : ' and never serves a request'}`,
    better: better && `${module}:${better}`,
    related: [{ at: topOf(facts.uri), message: 'The module it looks into' }],
  };
};

/** The modules of the project that start applications, by their dotted names. */
const startModules = (project: Project): readonly string[] =>
  project.all.python.flatMap(({ facts }) => {
    const path = facts.uri.slice(project.root.length + 1);
    return /(?:wsgi|asgi)\w*\.py$/.test(path) ? [path.replace(/\.py$/, '').replaceAll('/', '.')] : [];
  });
