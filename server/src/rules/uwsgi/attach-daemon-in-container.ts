import { interest } from '../../project/uwsgi/interest.ts';
import { inContainer } from '../reading/container.ts';
import { isForDevelopment } from '../reading/development.ts';
import { type Own, ownOptions } from '../reading/own.ts';
import { earlier, valuePlace } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

const attaches = /^(?:smart-)?attach-(?:control-)?daemon2?$/;

/** Services that people attach, by the word that starts them. */
const services =
  /(?:^|[\s/=,"'])(celery|flower|redis-server|valkey-server|memcached|rqworker|rqscheduler|rq worker|dramatiq|huey_consumer(?:\.py)?|run_huey|qcluster|rundramatiq|runworker|process_tasks|daphne|nginx|supervisord|crond?|uvicorn|gunicorn|postgres|rabbitmq-server)(?=$|[\s,"'])/;

const wanted = interest(({ wording }, { canonical }) => attaches.test(canonical) && services.test(wording.text));

/** A second service in the container lives and dies with the server. */
export default defineRule({
  id: 'uwsgi/attach-daemon-in-container',
  title: 'Every service has a container of its own',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 87'],
  reads: 'uwsgi',
  *check(subject) {
    if (isForDevelopment(subject.project.root, subject.uri)) return;
    const found = new Map<string, Own[]>();
    for (const own of ownOptions(subject, wanted)) {
      const service = services.exec(own.option.value.text)?.[1];
      if (!service) continue;
      const same = found.get(service);
      if (same) same.push(own);
      else found.set(service, [own]);
    }
    for (const [service, all] of found) {
      const last = all.at(-1);
      if (!last) continue;
      yield {
        at: valuePlace(last),
        message: `In a container \`${service}\` would share memory, log and restarts with the web server, once for each replica; give it a container of its own`,
        severity: inContainer(subject, 'warning'),
        related: earlier(all),
      };
    }
  },
});
