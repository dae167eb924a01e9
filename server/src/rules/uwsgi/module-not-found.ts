import { findModule, isDotted, wsgiModules } from '../../project/python-modules.ts';
import { readMount, readTarget } from '../../project/uwsgi/application.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** The module of the application is one of the project's own files. */
export default defineRule({
  id: 'uwsgi/module-not-found',
  title: 'The application module exists',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 53'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, project } = subject;
    const last = uwsgiReading(subject).last('module');
    for (const one of [...written(subject, 'module').filter((each) => each === last), ...written(subject, 'mount')]) {
      const { option, value } = one;
      if (typeof value !== 'string' || !option.value.literal) continue;
      const target = one.name === 'mount' ? readMount(value)?.application : value;
      if (target === undefined || (one.name === 'mount' && !target.includes(':'))) continue;
      const { module, callable } = readTarget(target);
      // What is no module of WSGI at all, and what is a path, have rules of their own.
      if (/(?:^|\.)asgi$|\.py$/.test(module)) continue;
      if (!isDotted(module) || findModule(project, module) !== 'missing') continue;
      const from = option.value.span.from + value.length - target.length;
      const span = { from, to: from + module.length };
      const cut = module.lastIndexOf('.');
      const above = module.slice(0, cut);
      // `shop.wsgi.application` is how Django's settings name it.
      const joined = callable === undefined && findModule(project, above) === 'found' ? `${above}:${module.slice(cut + 1)}` : undefined;
      const others = joined ? [] : wsgiModules(project);
      const instead = joined ?? (others.length === 1 ? others[0] : undefined);
      yield {
        at: { uri, span },
        message: joined
          ? `\`${above}\` is a module, not a package, so Python cannot import \`${module}\` and uWSGI runs without the application; write \`${joined}\``
          : `There is no module \`${module}\` in this project, and uWSGI runs without the application when it cannot be imported; ${instead ? `did you mean \`${instead}\`?` : 'correct the name'}`,
        fixes: () => (instead ? [fix(`Write \`${instead}\``, joined !== undefined, uri, replace(span, instead))] : []),
      };
    }
  },
});
