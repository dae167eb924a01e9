import { type Maybe, unknown } from '../../languages/maybe.ts';
import { interest } from '../../project/uwsgi/interest.ts';
import { isDressed, ownOptions } from '../reading/own.ts';
import { defineRule, fix, insert, replace } from '../rule.ts';

/** A mountpoint that is plainly right: it begins and ends with a slash, and nothing that is filled in stands before the `=`. */
const right = /^\/(?:[^\s%$@=]*\/)?=/;
const wanted = interest(
  ({ wording }, entry) => entry.parser === 'uwsgi_opt_static_map' && !right.test(wording.text),
  ({ value, entry }) => faultOf(value, entry?.name ?? '') !== undefined,
);

const faultOf = (value: Maybe<string>, name: string): 'no sign' | 'relative' | 'prefix' | undefined => {
  if (value === unknown || isDressed(value)) return undefined;
  const equals = value.indexOf('=');
  if (equals < 0) return 'no sign';
  const mountpoint = value.slice(0, equals).trimEnd();
  if (equals === 0 || !mountpoint.startsWith('/')) return /^\s/.test(mountpoint) || /^[%$@]/.test(mountpoint) ? undefined : 'relative';
  const prefix = !/^[^=]*\s=/.test(value) && mountpoint.length > 1 && name === 'static-map' && /\/[^/.]+$/.test(mountpoint);
  return prefix ? 'prefix' : undefined;
};

/** `mountpoint=folder`, and the mountpoint is compared as a prefix of the path (core/protocol.c, static maps). */
export default defineRule({
  id: 'uwsgi/static-map-form',
  title: 'Static maps say mountpoint, equals sign, folder',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 67'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, entry, value } of ownOptions(subject, wanted)) {
      const fault = faultOf(value, entry.name);
      if (value === unknown || !fault) continue;
      const { span, literal } = option.value;
      const at = { uri, span: value === '' ? option.nameSpan : span };
      const equals = value.indexOf('=');
      if (fault === 'no sign') {
        const separator = /^\/[^\s:=]*(\s*:\s*|\s+)(?=[/%$@.])/.exec(value);
        const from = span.from + (separator ? separator[0].length - (separator[1]?.length ?? 0) : 0);
        yield {
          at,
          message: `\`${option.name}\` has no \`=\` between mountpoint and folder, so uWSGI refuses to start; write \`${option.name} = /static/=/path/to/folder\``,
          fixes: () =>
            literal && separator
              ? [fix('Write `=` between them', true, uri, replace({ from, to: from + (separator[1]?.length ?? 0) }, '='))]
              : [],
        };
        continue;
      }
      const mountpoint = value.slice(0, equals).trimEnd();
      if (fault === 'relative') {
        yield {
          at,
          message: `Paths of requests begin with \`/\`, so the mountpoint \`${mountpoint}\` never matches; write \`/${mountpoint}\``,
          fixes: () => (literal && equals > 0 ? [fix(`Write \`/${mountpoint}\``, true, uri, insert(span.from, '/'))] : []),
        };
      } else {
        yield {
          at,
          message: `The mountpoint is a prefix, so \`${mountpoint}\` also takes paths such as \`${mountpoint}-old\` to this folder; end it with a slash`,
          severity: 'hint',
          fixes: () => (literal ? [fix('End it with a slash', false, uri, insert(span.from + mountpoint.length, '/'))] : []),
        };
      }
    }
  },
});
