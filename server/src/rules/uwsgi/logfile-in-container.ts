import type { Project } from '../../project/project.ts';
import { interest, isFixed } from '../../project/uwsgi/interest.ts';
import { linksToOutput } from '../../project/uwsgi/linked-log.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import { inContainer } from '../reading/container.ts';
import { ownOptions } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

const loggers = interest((says, entry) => {
  if (entry.canonical !== 'logger' && entry.canonical !== 'req-logger') return false;
  return !isFixed(says) || isFile(fileOf(says.wording.text) ?? '/dev/null');
});

/** A log file in a container is read by nobody and lost with the container. */
export default defineRule({
  id: 'uwsgi/logfile-in-container',
  title: 'Logs go to stdout or stderr',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 39'],
  reads: 'uwsgi',
  *check(subject) {
    for (const name of ['logto', 'logto2']) {
      const last = written(subject, name).at(-1);
      if (last) yield* judge(subject, last, settled(last));
    }
    for (const one of ownOptions(subject, loggers)) {
      const value = one.certain ? settled(one) : undefined;
      if (value !== undefined) yield* judge(subject, one, fileOf(value));
    }
  },
});

function* judge(subject: Subject<'uwsgi'>, logger: Effective, path: string | undefined): Iterable<Finding> {
  if (!path || !isFile(path)) return;
  if (linksToOutput(subject.project, path)) return;
  const { option } = logger;
  const kept = isOnVolume(subject.project, path);
  yield {
    at: valuePlace(logger),
    message: `The log in \`${path}\` is out of reach of the log collector, and ${
      kept ? 'fills its volume unless something rotates it' : 'lost with the container unless a volume keeps it'
    }; remove \`${option.name}\`, so that uWSGI logs to stderr`,
    severity: inContainer(subject, kept ? 'info' : 'warning'),
    fixes: () => {
      const all = subject.facts.options.filter(({ name }) => name === option.name && /^logto2?$/.test(name));
      const lines = (all.length > 0 ? all : [option]).map((one) => removeOption(subject.text, one));
      return [fix(`Remove \`${option.name}\``, false, subject.uri, ...lines)];
    },
  };
}

/** Whether Compose mounts something over the file or a folder above it. */
const isOnVolume = ({ all }: Project, path: string): boolean =>
  all.compose.some(({ facts }) =>
    facts.services.some(({ volumes }) =>
      volumes.some(({ target }) => target?.known && `${path}/`.startsWith(`${target.text.replace(/\/+$/, '')}/`)),
    ),
  );

/** The path of `[id ]file:path` or `file:logfile=path,maxsize=…`; nothing for loggers that write elsewhere. */
const fileOf = (value: string): string | undefined => {
  const argument = /^(?:\S+ )?file:(.*)$/.exec(value)?.[1];
  if (argument === undefined || !argument.includes('=')) return argument;
  return /(?:^|,)logfile=([^,]*)/.exec(argument)?.[1];
};

/** False for devices and descriptors, for `host:port`, to which `logto` sends datagrams, and for what nothing fills in. */
const isFile = (path: string): boolean =>
  !/[%$@]\(/.test(path) && !path.startsWith('/dev/') && !path.startsWith('/proc/') && !path.includes(':');
