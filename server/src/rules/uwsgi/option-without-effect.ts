import { givenBeside } from '../../project/uwsgi/given.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, type Subject } from '../rule.ts';

/** Options whose value no line of uWSGI's code reads, in any release of 2.0. */
const dead = new Set(['multicast', 'cgi-path-info', 'webdav-lock-cache']);

const wanted = interestIn(({ canonical }) => dead.has(canonical));

/** Of the plugin `http`, which reads none of its options before one of `routers` gives it an address (plugins/corerouter/corerouter.c). */
const ofRouter = interestIn(({ name, plugin }) => plugin === 'http' && !routers.has(name) && name.startsWith('http'));
const routers: ReadonlySet<string> = new Set(['http', 'httprouter', 'https', 'https2', 'http-to-https', 'http-zerg']);
const sockets = ['http-socket', 'http11-socket', 'socket', 'uwsgi-socket', 'https-socket'] as const;

/** uWSGI knows these names and stores their values, and that is all. */
export default defineRule({
  id: 'uwsgi/option-without-effect',
  title: 'Every option has an effect',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    for (const { option, entry } of ownOptions(subject, wanted)) {
      const [implied] = entry.implies;
      yield {
        at: { uri, span: option.nameSpan },
        message: `uWSGI accepts \`${option.name}\`, but nothing in it reads the value${implied ? `: all it does is to switch \`${implied}\` on` : ''}; remove it`,
        tag: 'unnecessary',
        fixes: () => [fix(`Remove \`${option.name}\``, implied === undefined, uri, removeOption(text, option))],
      };
    }
    const socket = withoutRouter(subject);
    if (!socket) return;
    for (const { option } of ownOptions(subject, ofRouter)) {
      const kept = option.name === 'http-keepalive' && socket === 'http-socket' ? ', or take `http11-socket`, which keeps connections' : '';
      yield {
        at: { uri, span: option.nameSpan },
        message: `\`${option.name}\` is for the router that \`http\` starts, and there is none: clients of \`${socket}\` speak to the workers themselves; remove it${kept}`,
        tag: 'unnecessary',
        fixes: () => [fix(`Remove \`${option.name}\``, true, uri, removeOption(text, option))],
      };
    }
  },
});

/** The socket that takes requests where surely no router stands in front of it. */
const withoutRouter = (subject: Subject<'uwsgi'>): string | undefined => {
  const read = uwsgiReading(subject);
  const { project, target } = read;
  // Debian's build does not even know these names before the plugin is loaded, and is told so elsewhere.
  if (!project.complete || read.open || read.part || target.build === 'debian') return undefined;
  if ([...routers].some((name) => read.has(name) || givenBeside(project, name))) return undefined;
  return sockets.find((name) => read.has(name));
};
