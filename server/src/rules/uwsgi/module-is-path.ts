import { isDotted } from '../../project/python-modules.ts';
import { readTarget } from '../../project/uwsgi/application.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `module` is imported by name; only `wsgi-file` takes a path. */
export default defineRule({
  id: 'uwsgi/module-is-path',
  title: 'module is a dotted name',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 51'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const last = written(subject, 'module').at(-1);
    const value = last && settled(last);
    if (!last || value === undefined || last !== uwsgiReading(subject).last('module')) return;
    const { option } = last;
    const { module, callable } = readTarget(value);
    if (!/[/\\]|\.py$/.test(module)) return;
    const dotted = dottedOf(module);
    const target = dotted && `${dotted}${callable === undefined ? '' : `:${callable}`}`;
    const at = valuePlace(last);
    yield {
      at,
      message: `\`${option.name}\` is imported by name: Python finds no module \`${module}\` and uWSGI runs without the application; ${target ? `write \`${target}\`` : 'use `wsgi-file` for a path'}`,
      fixes: () => {
        if (!option.value.literal) return [];
        if (target) return [fix(`Write \`${target}\``, true, uri, replace(at.span, target))];
        if (callable !== undefined || !module.endsWith('.py')) return [];
        return [fix('Write `wsgi-file`', false, uri, replace(option.nameSpan, 'wsgi-file'))];
      },
    };
  },
});

/** `shop/wsgi.py` as Python names it; nothing for absolute paths and for names Python cannot import. */
const dottedOf = (path: string): string | undefined => {
  const dotted = path.replace(/^\.\//, '').replace(/\.py$/, '').replace(/[/\\]/g, '.');
  return isDotted(dotted) ? dotted : undefined;
};
