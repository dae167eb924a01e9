import { isContained } from '../reading/container.ts';
import { written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** An address that stands for all of the machine's, with its port. */
const everywhere = /^(?:0\.0\.0\.0|\[::\]|\*)?:(\d+)$/;

/** The stats server shows what is going on to whoever connects, without asking who that is. */
export default defineRule({
  id: 'uwsgi/stats-exposed',
  title: 'The stats server answers only this machine',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 83'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const last = written(subject, 'stats').at(-1);
    const port = typeof last?.value === 'string' ? everywhere.exec(last.value)?.[1] : undefined;
    if (!last || port === undefined) return;
    const { value } = last.option;
    const contained = isContained(subject);
    yield {
      at: { uri, span: value.span },
      message: contained
        ? `Who reaches port ${port} reads the running requests with their cookies; bind 127.0.0.1, or leave the port unpublished and on the network of what collects the numbers`
        : `\`${last.option.name}\` listens on every address of the machine and shows the running requests with their cookies; bind 127.0.0.1 or a UNIX path`,
      // In a container only what shares its network gets there, unless the port is published.
      severity: contained ? 'info' : 'warning',
      fixes: () => (value.literal ? [fix(`Listen on 127.0.0.1:${port}`, false, uri, replace(value.span, `127.0.0.1:${port}`))] : []),
    };
  },
});
