import { ownOptions } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Compiled into the pip builds, where no file of that name exists: `uwsgi --plugins-list` of pyuwsgi 2.0.30. */
const embedded =
  /^(?:python[23]?\d*|gevent|stats_pusher_(?:statsd|socket)|ping|cache|nagios|rrdtool|carbon|rpc|corerouter|fastrouter|http|ugreen|signal|syslog|rsyslog|logsocket|zergpool|redislog|mongodblog|logfile|rawrouter|sslrouter|spooler|cheaper_busyness|symcall|router_(?:uwsgi|redirect|basicauth|rewrite|http|cache|static|memcached|redis|hash|expires|metrics)|transformation_(?:tofile|gzip|chunked|offload|template))$/;
/** Names that Debian's packages give another file. */
const debian: Readonly<Record<string, string>> = {
  python: 'python3',
  gevent: 'gevent_python3',
  greenlet: 'greenlet_python3',
  asyncio: 'asyncio_python3',
};

/** `need-plugin` stops the start where `plugins` only complains. */
export default defineRule({
  id: 'uwsgi/need-plugin-unavailable',
  title: 'Plugins that must load exist in the build',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const { build } = read.target;
    // With a folder of its own for plugins, a project may have any of them.
    if (build === 'unknown' || read.has('plugin-dir')) return;
    for (const { option, name, certain } of ownOptions(subject)) {
      if (!/^need-plugins?$/.test(name) || !certain || !option.value.literal) continue;
      const { span, text: value } = option.value;
      const names = value.split(',').map((one) => one.trim());
      const bad = names.filter((one) => (build === 'pip' ? embedded.test(one) : one in debian));
      const [first] = bad;
      if (first === undefined) continue;
      const other = debian[first];
      yield {
        at: { uri, span },
        message:
          build === 'pip'
            ? `The pip builds have \`${first}\` compiled in and no file of it to load, so \`${option.name}\` stops the start; remove it`
            : `Debian has no plugin \`${first}\`, so \`${option.name}\` stops the start; its name there is \`${other}\``,
        fixes: () => {
          if (build === 'debian')
            return [fix('Write the names Debian uses', true, uri, replace(span, names.map((one) => debian[one] ?? one).join(',')))];
          const left = names.filter((one) => !bad.includes(one));
          const edit = left.length > 0 ? replace(span, left.join(',')) : removeOption(text, option);
          return [fix(`Remove what is compiled in`, true, uri, edit)];
        },
      };
    }
  },
});
