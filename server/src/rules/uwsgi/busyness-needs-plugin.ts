import { givenBeside } from '../../project/uwsgi/given.ts';
import { buildOf } from '../../project/uwsgi/plugins.ts';
import { insertFirstOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

const plugin = 'cheaper_busyness';

/** Debian builds the algorithm as a plugin; the pip builds have it inside. */
export default defineRule({
  id: 'uwsgi/busyness-needs-plugin',
  title: 'The busyness algorithm is loaded',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 34'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const algorithm = written(subject, 'cheaper-algo').at(-1);
    if (buildOf(read) !== 'debian' || read.open || read.part) return;
    if (['plugin', 'plugins', 'need-plugin', 'need-plugins'].some((name) => givenBeside(read.project, name))) return;
    // Settings of the algorithm belong to the plugin too, and then the rule about options says so.
    if (read.options.some(({ entry, certain }) => certain && entry?.debian.plugin === plugin)) return;
    if (!algorithm || algorithm !== read.last('cheaper-algo') || algorithm.value !== 'busyness') return;
    const loads = read.options.filter(({ entry }) => entry?.value === 'plugins' || entry?.name === 'autoload');
    if (loads.some(({ value, entry }) => typeof value !== 'string' || value.includes(plugin) || entry?.name === 'autoload')) return;
    yield {
      at: { uri: subject.uri, span: algorithm.option.value.span },
      message: `Debian's uWSGI has \`busyness\` in a plugin that this file does not load, so it falls back to \`spare\`; add \`plugins = ${plugin}\``,
      fixes: () => [fix(`Add \`plugins = ${plugin}\``, true, subject.uri, insertFirstOption(subject, 'plugins', plugin))],
    };
  },
});
