import { applications, readMount, readTarget } from '../../project/uwsgi/application.ts';
import { installed } from '../reading/distribution.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Well-known distributions whose C code works in the first interpreter only. */
const firstOnly = ['numpy', 'pandas', 'lxml', 'cryptography', 'scipy', 'pydantic-core', 'orjson', 'bcrypt'];

/** Every application after the first gets a Python interpreter of its own inside the process. */
export default defineRule({
  id: 'uwsgi/single-interpreter-missing',
  title: 'Several mounts of an application share one interpreter',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 48'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    if (!read.header || read.open || read.part || read.has('single-interpreter')) return;
    const modules: string[] = [];
    const points = new Set<string>();
    for (const { name, value } of applications(read)) {
      if (typeof value !== 'string' || (name !== 'mount' && name !== 'module')) return;
      const mount = name === 'mount' ? readMount(value) : { point: '', application: value };
      if (!mount || points.has(mount.point)) continue;
      points.add(mount.point);
      modules.push(readTarget(mount.application).module);
    }
    const [first] = modules;
    if (modules.length < 2 || first === undefined) return;
    const fragile = installed(subject.project, firstOnly);
    const harm = fragile ? `in which \`${fragile.name}\` does not work` : 'in which many C extensions do not work';
    const same = modules.every((module) => module === first);
    yield {
      at: read.header,
      message: same
        ? `\`${first}\` is loaded ${modules.length} times, from the second on in a sub-interpreter ${harm}; add \`single-interpreter = true\``
        : `Each application after the first runs in a sub-interpreter ${harm}, and Django projects cannot share one; give each a server of its own`,
      severity: fragile ? 'warning' : 'info',
      related: fragile ? [{ at: fragile.at, message: `${fragile.name} is installed here` }] : [],
      fixes: () =>
        same ? [fix('Add `single-interpreter = true`', false, subject.uri, insertOption(subject, 'single-interpreter', 'true'))] : [],
    };
  },
});
