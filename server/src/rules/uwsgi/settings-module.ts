import { findModule, isDotted } from '../../project/python-modules.ts';
import { wideInterest } from '../../project/uwsgi/interest.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { onlyWritten, settled, valuePlace } from '../reading/written.ts';
import { defineRule, type Finding, fix, replace, type Subject } from '../rule.ts';

const variable = 'DJANGO_SETTINGS_MODULE=';
/** What sets that variable, or one whose name is filled in later. */
const wanted = wideInterest(
  ({ wording: { text } }, entry) => entry?.canonical === 'env' && (text.startsWith(variable) || /^[^=]*[%$@]/.test(text)),
);

/** `env` is set before Python starts, so it beats what wsgi.py sets by default. */
export default defineRule({
  id: 'uwsgi/settings-module',
  title: 'DJANGO_SETTINGS_MODULE names a module of the project',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 56'],
  reads: 'uwsgi',
  *check(subject) {
    const all = onlyWritten(subject, uwsgiReading(subject).of(wanted)).filter(
      ({ value }) => typeof value === 'string' && value.startsWith(variable),
    );
    const last = all.at(-1);
    if (!last || typeof last.value !== 'string') return;
    const name = last.value.slice(variable.length);
    if (name === '' || settled(last) === undefined || /^\s|\s$|["']/.test(name)) return;
    yield* judge(subject, last, name);
    for (const one of all.slice(0, -1)) {
      if (one.value === last.value || one.option.opener || last.option.opener) continue;
      yield {
        at: valuePlace(one),
        message: `A later line sets DJANGO_SETTINGS_MODULE to \`${name}\`, so this one does nothing; keep one of them`,
        related: [{ at: { uri: subject.uri, span: last.option.line }, message: 'This one counts' }],
      };
    }
  },
});

function* judge({ uri, project }: Subject<'uwsgi'>, { option }: Effective, name: string): Iterable<Finding> {
  const { to } = option.value.span;
  const span = option.value.literal ? { from: to - name.length, to } : option.value.span;
  const dotted = name
    .replace(/^\.?\//, '')
    .replace(/\.py$/, '')
    .replaceAll('/', '.');
  if (/\/|\.py$/.test(name)) {
    const right = isDotted(dotted) && !name.startsWith('/') ? dotted : undefined;
    yield {
      at: { uri, span },
      message: `Django imports its settings by name and finds no module \`${name}\`, so the application cannot be loaded; write ${right ? `\`${right}\`` : 'the dotted name'}`,
      severity: 'error',
      fixes: () => (right && option.value.literal ? [fix(`Write \`${right}\``, true, uri, replace(span, right))] : []),
    };
  } else if (findModule(project, name) === 'missing') {
    // Settings that each machine has for itself are often kept out of the repository.
    const own = /(?:^|[._])(?:local|secret|secrets|private|prod|production)(?:$|[._])/.test(name.slice(name.indexOf('.')));
    yield {
      at: { uri, span },
      message: `There is no module \`${name}\` in this project, and with settings that are missing the application cannot be loaded; correct the name, or make sure that the image gets the file`,
      severity: own ? 'info' : 'warning',
    };
  }
}
