import { pythonFilesAt } from '../../project/python-files.ts';
import { findModule } from '../../project/python-modules.ts';
import { replace } from '../../text/edit.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { interfaceOf } from '../reading/interface.ts';
import { defineRule, fix } from '../rule.ts';

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
  *check(project, _, only) {
    const told = new Set<string>();
    for (const { server } of deploymentsFor(project, only)) {
      if (server?.target.state !== 'known') continue;
      const { value, at } = server.target;
      const speaks = interfaceOf(server);
      // Only modules called as Django calls them say what they are.
      const given = /(?:^|\.)(wsgi|asgi)(?::(?:application|app))?$/.exec(value)?.[1];
      const key = `${at.uri} ${at.span.from}`;
      if (!speaks || !given || speaks === given || told.has(key)) continue;
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
