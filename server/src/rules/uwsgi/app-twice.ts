import { applications, loaders, readMount, readTarget } from '../../project/uwsgi/application.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { settled } from '../reading/written.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** One place of the URL space has room for one application; uWSGI skips the next. */
export default defineRule({
  id: 'uwsgi/app-twice',
  title: 'Each application has a place of its own',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 50'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    // uWSGI tries them in its own order, whatever order the file has.
    const named = loaders.flatMap((name) => {
      const last = read.last(name);
      return last?.certain && last.option.name === last.entry?.name && settled(last) ? [last] : [];
    });
    const [first, ...skipped] = named;
    if (first) for (const one of skipped) yield* report(subject, one, first, 'at `/`');
    const mounted = new Map<string, Effective>();
    for (const one of applications(read)) {
      const mount = one.name === 'mount' ? readMount(settled(one) ?? '') : undefined;
      if (!mount) continue;
      const before = mounted.get(mount.point);
      if (before && before.option !== one.option) yield* report(subject, one, before, `at \`${mount.point}\``);
      else mounted.set(mount.point, one);
    }
  },
});

function* report({ uri, text }: Subject<'uwsgi'>, one: Effective, first: Effective, where: string): Iterable<Finding> {
  const { option } = one;
  if (option.uri !== uri) return;
  yield {
    at: { uri, span: option.nameSpan },
    message: `uWSGI loads one application ${where}: \`${first.option.name}\` comes first and this \`${option.name}\` is skipped unless the first cannot be loaded; keep one of them`,
    related: [{ at: { uri: first.option.uri, span: first.option.line }, message: 'This one is loaded' }],
    fixes: () => [fix(`Remove this \`${option.name}\``, sameApplication(first, one), uri, removeOption(text, option))],
  };
}

/** True when `module = a.b` and `wsgi-file = a/b.py` mean the same, so that nothing is lost with one of them. */
const sameApplication = ({ value: a }: Effective, { value: b, name }: Effective): boolean => {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  const { module, callable } = readTarget(a);
  return (
    name === 'wsgi-file' && (callable ?? 'application') === 'application' && b.replace(/^\.\//, '') === `${module.replaceAll('.', '/')}.py`
  );
};
