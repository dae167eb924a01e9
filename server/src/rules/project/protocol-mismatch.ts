import { deployed } from '../../languages/dockerfile/minds.ts';
import type { DeployedServer } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { pythonFilesAt } from '../../project/python-files.ts';
import { findModule } from '../../project/python-modules.ts';
import { insert, replace } from '../../text/edit.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { interfaceOf } from '../reading/interface.ts';
import { defineRule, type Fix, fix } from '../rule.ts';

/** A server and an application that speak different interfaces start, and answer every request with 500. */
export default defineRule({
  id: 'project/protocol-mismatch',
  title: 'Server and application speak the same interface',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X02'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const told = new Set<string>();
    for (const { server, environment } of deploymentsFor(project, only)) {
      if (server?.target.state !== 'known') continue;
      const { value, at } = server.target;
      const speaks = interfaceOf(server);
      // Only modules called as Django calls them say what they are.
      const given = /(?:^|\.)(wsgi|asgi)(?::(?:application|app))?$/.exec(value)?.[1];
      const key = `${at.uri} ${at.span.from}`;
      if (!speaks || !given || speaks === given || told.has(key)) continue;
      if (speaks === 'rsgi') {
        if (environment.get('GRANIAN_INTERFACE') || findModule(project, value.replace(/:.*$/, '')) === 'missing') continue;
        told.add(key);
        const wanted = given === 'asgi' ? 'asginl' : 'wsgi';
        yield {
          at,
          message: `granian speaks RSGI, its own interface, unless it is told another, and Django does not: it starts, and every request ends with 500; write \`--interface ${wanted}\``,
          fixes: () => telling(project, server, wanted),
        };
        continue;
      }
      const other = value.replace(/(wsgi|asgi)((?::\w+)?)$/, `${speaks}$2`);
      // A module that is not there is another rule's.
      if (findModule(project, value.replace(/:.*$/, '')) === 'missing') continue;
      told.add(key);
      const exists = pythonFilesAt(project, `${other.replace(/:.*$/, '').replaceAll('.', '/')}.py`).length > 0;
      const plain = at.span.to - at.span.from === value.length;
      yield {
        at,
        message: `${server.kind} speaks ${speaks.toUpperCase()} here, but \`${value}\` is a ${given.toUpperCase()} application: it starts, and every request ends with 500; point it at \`${other}\`${speaks === 'wsgi' ? ', or take an ASGI worker' : ''}`,
        fixes: () => (exists && plain ? [fix(`Point it at \`${other}\``, false, at.uri, replace(at.span, other))] : []),
      };
    }
  },
});

/** Tells granian in front of the application, where nothing is told yet and the words stand in one line or one list between quotes. */
const telling = (project: Project, { target, program, command }: DeployedServer, wanted: string): readonly Fix[] => {
  if (target.state !== 'known' || command.options.some(({ name }) => name === 'interface')) return [];
  const { uri, span } = target.at;
  const text = project.file(uri)?.parsed.file.text ?? '';
  const line = text.slice(program.words[0]?.span.from ?? span.from, span.from);
  const quote = text[span.from - 1] ?? '';
  const title = `Write \`--interface ${wanted}\``;
  if (text.slice(span.from, span.to) !== target.value || line.includes('\n')) return [];
  if (quote === '"' && line.includes(',')) return [fix(title, true, uri, insert(span.from - 1, `"--interface", "${wanted}", `))];
  return /[,"'[]/.test(line) ? [] : [fix(title, true, uri, insert(span.from, `--interface ${wanted} `))];
};
