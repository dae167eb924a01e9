import { anyOf, deployed, setting } from '../../languages/dockerfile/minds.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { replace } from '../../text/edit.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** uWSGI takes every variable `UWSGI_…` for an option, and says nothing of those it does not have. */
export default defineRule({
  id: 'uwsgi/variable-is-no-option',
  title: 'Variables of uWSGI are options of uWSGI',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 65'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, setting),
  *check(project, knowledge, only) {
    if (!project.complete) return;
    const first = once();
    for (const { server, environment } of deploymentsFor(project, only)) {
      if (server?.kind !== 'uwsgi') continue;
      for (const { name, at } of environment.all) {
        const option = /^UWSGI_[A-Z]/.test(name) ? optionOf(name) : undefined;
        if (!option || knowledge.find('uwsgi-option', option) || isMentioned(project, name)) continue;
        const names = knowledge.list('uwsgi-option').flatMap((one) => [one.name, ...one.aliases]);
        const near = nearest(option, names, option.length >= 8 ? 2 : 1);
        if (!near || !first(at)) continue;
        const better = `UWSGI_${near.toUpperCase().replaceAll('-', '_')}`;
        const text = project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to);
        yield {
          at,
          message: `uWSGI reads \`${name}\` as its option \`${option}\`, which it does not have, and says nothing; did you mean \`${better}\`?`,
          related: [{ at: server.at, message: 'This uWSGI reads it' }],
          fixes: () => (text === name ? [fix(`Write \`${better}\``, false, at.uri, replace(at.span, better))] : []),
        } satisfies Finding;
      }
    }
  },
});

/** The option that a variable sets (core/uwsgi.c: lower case, dashes for underscores). */
const optionOf = (name: string): string => name.slice('UWSGI_'.length).toLowerCase().replaceAll('_', '-');

/** Whether the project itself reads the variable: in a uwsgi.ini by `$(NAME)`, in a script, in settings, in a template of nginx. */
const isMentioned = ({ all }: Project, name: string): boolean => {
  const word = new RegExp(`\\b${name}\\b`);
  return [...all.uwsgi, ...all.shell, ...all.python, ...all.nginx, ...all.supervisord].some(({ parsed }) => word.test(parsed.file.text));
};
