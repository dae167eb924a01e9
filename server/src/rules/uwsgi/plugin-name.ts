import type { Knowledge } from '../../knowledge/entry.ts';
import { buildOf, type PluginName, pluginNames } from '../../project/uwsgi/plugins.ts';
import { isDressed } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** A plugin that cannot be loaded is one line in the log, unless `need-plugin` asks for it. */
export default defineRule({
  id: 'uwsgi/plugin-name',
  title: 'Every plugin is one that the build has',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 58'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const build = buildOf(read);
    for (const plugin of pluginNames(read) ?? []) {
      const { from, name, written } = plugin;
      const { option, value } = from;
      if (!from.certain || option.uri !== subject.uri || !option.value.literal || typeof value !== 'string' || isDressed(value)) continue;
      const needed = from.name === 'need-plugin';
      const start = option.value.span.from + value.indexOf(written);
      const at = { uri: subject.uri, span: { from: start, to: start + written.length } };
      const effect = needed ? 'uWSGI does not start' : 'uWSGI logs one line and goes on without it';
      if (/^[\w-]+(?:\s+[\w-]+)+$/.test(written)) {
        const list = written.split(/\s+/).join(', ');
        yield {
          at,
          message: `Plugins are separated by commas: no plugin is called \`${written}\`, so ${effect}; write \`${list}\``,
          severity: needed ? 'error' : 'warning',
          fixes: () => [fix(`Write \`${list}\``, true, subject.uri, replace(at.span, list))],
        };
      } else if (written.includes('/') || read.has('plugin-dir') || name === '') {
      } else if (build === 'debian') {
        const right = debianName(name, subject.knowledge);
        if (!right) continue;
        yield {
          at,
          message: `Debian's plugin is called \`${right}\`, and with \`${name}\` ${effect}; write \`${right}\``,
          severity: needed ? 'error' : 'warning',
          fixes: () => [fix(`Write \`${right}\``, true, subject.uri, replace(at.span, written.replace(name, right)))],
        };
      } else if (build === 'pip' && builtIn(name, subject.knowledge)) {
        yield {
          at,
          message: `The uWSGI that pip installs has \`${name}\` built in and finds no plugin of that name: it ${needed ? 'does not start' : 'logs an error and goes on'}; remove it`,
          severity: needed ? 'error' : 'info',
          fixes: () => removal(subject, plugin),
        };
      }
    }
  },
});

/** Removes one name from its list, or the line with its only one. */
const removal = ({ uri, text }: Subject<'uwsgi'>, { from: { option, value }, written }: PluginName): readonly Fix[] => {
  const names = String(value)
    .split(',')
    .map((part) => part.trim());
  const rest = names.filter((name) => name !== written && name !== '');
  const edit = rest.length === 0 ? removeOption(text, option) : replace(option.value.span, rest.join(', '));
  return [fix(`Remove \`${written}\``, true, uri, edit)];
};

const cache = new WeakMap<Knowledge, ReadonlySet<string>>();
const debianPlugins = (knowledge: Knowledge): ReadonlySet<string> => {
  const before = cache.get(knowledge);
  if (before) return before;
  const made = new Set(knowledge.list('uwsgi-option').map(({ debian }) => debian.plugin));
  cache.set(knowledge, made);
  return made;
};

/** What Debian calls a plugin that it does not have under this name. */
const debianName = (name: string, knowledge: Knowledge): string | undefined => {
  const names = debianPlugins(knowledge);
  return names.has(name) ? undefined : [`${name}3`, `${name}_python3`].find((one) => names.has(one));
};

/** Python under any of Debian's names, and every other plugin whose options the pip builds have. */
const builtIn = (name: string, knowledge: Knowledge): boolean =>
  /^python[\d.]*$/.test(name) ||
  knowledge.list('uwsgi-option').some(({ plugin, pip }) => pip && plugin !== 'core' && plugin === name.replace(/_python3?$/, ''));
