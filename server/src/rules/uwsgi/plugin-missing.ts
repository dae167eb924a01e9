import { unknown } from '../../languages/maybe.ts';
import { isOn } from '../../languages/uwsgi/facts.ts';
import { givenBeside } from '../../project/uwsgi/given.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { buildOf, pluginNames } from '../../project/uwsgi/plugins.ts';
import type { Effective, Reading } from '../../project/uwsgi/reading.ts';
import { insertFirstOption } from '../reading/insertion.ts';
import { ownOptions } from '../reading/own.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

const wanted = interestIn(({ debian }) => debian.plugin !== '');

/** Debian's uWSGI has its parts in plugins, Python among them, and loads only those that are named. */
export default defineRule({
  id: 'uwsgi/plugin-missing',
  title: 'Options come with the plugin that has them',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 57'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    if (buildOf(read) !== 'debian' || read.open || read.part || autoloads(read)) return;
    // Which plugins a command line loads is not followed.
    if (['plugin', 'plugins', 'need-plugin', 'need-plugins'].some((name) => givenBeside(read.project, name))) return;
    const loaded = pluginNames(read);
    if (!loaded) return;
    const strict = read.strict.state === 'known' && read.strict.value;
    const place = ({ option }: Effective): number => read.options.findIndex((one) => one.option === option);
    const seen = new Set<string>();
    for (const one of ownOptions(subject, wanted)) {
      const { plugin } = one.entry.debian;
      if (!plugin || !one.certain || seen.has(plugin)) continue;
      const by = loaded.find((each) => provides(each.name, plugin));
      // A plugin that is loaded further down comes in time, except under strict.
      if (by && !(strict && place(by.from) > place(one))) continue;
      seen.add(plugin);
      const effect = strict ? '`strict` stops the start' : by ? '' : 'the line is ignored without a word';
      yield {
        at: { uri: subject.uri, span: one.option.nameSpan },
        message: by
          ? `\`${one.option.name}\` belongs to the plugin \`${plugin}\`, which is loaded further down, so \`strict\` stops the start; move the line with \`${by.from.option.name}\` up`
          : `Debian has \`${one.option.name}\` in the plugin \`${plugin}\`, and until that is loaded ${effect}; add \`plugins = ${plugin}\` (package ${one.entry.debian.package})`,
        severity: strict ? 'error' : 'warning',
        fixes: () => (by ? [] : [fix(`Add \`plugins = ${plugin}\``, false, subject.uri, insertFirstOption(subject, 'plugins', plugin))]),
      };
    }
  },
});

const autoloads = (read: Reading): boolean => {
  const found: Effective | undefined = read.last('autoload');
  return found !== undefined && (found.value === unknown || isOn(found.value));
};

/**
 * Debian's Python plugins are called by version too: `python311` is what `python3` links to. A name that is nearly right is
 * the business of the rule about names.
 */
const provides = (written: string, plugin: string): boolean =>
  written
    .split(/\s+/)
    .some(
      (name) =>
        name === plugin || (plugin.includes('python3') && name.startsWith(plugin)) || plugin === `${name}3` || plugin === `${name}_python3`,
    );
