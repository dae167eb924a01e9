import { inContainer } from '../reading/container.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** The emperor starts and watches servers, which is what a container platform does. */
export default defineRule({
  id: 'uwsgi/emperor-in-container',
  title: 'One container runs one server',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 86'],
  reads: 'uwsgi',
  *check(subject) {
    const last = written(subject, 'emperor').at(-1);
    if (!last) return;
    yield {
      at: valuePlace(last),
      message:
        'In a container the emperor hides from the platform which server has died, and all vassals share its limits; run one container for each application',
      severity: inContainer(subject, 'info'),
    };
  },
});
