import { baseName } from '../../text/uri.ts';
import { allOwnOptions } from '../reading/own.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** uWSGI reads an inherited file behind all others, wherever it is named, and the last value counts. */
export default defineRule({
  id: 'uwsgi/inherit-overrules',
  title: 'Inherited options do not overrule the file',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const inherits = written(subject, 'inherit');
    if (inherits.length === 0) return;
    const done = new Set<string>();
    for (const one of allOwnOptions(subject).toReversed()) {
      const { option, name, entry, value, certain } = one;
      if (entry.accumulates || !certain || done.has(name) || typeof value !== 'string') continue;
      done.add(name);
      const last = read.last(name);
      if (!last?.certain || typeof last.value !== 'string' || last.option.uri === uri || last.value === value) continue;
      const file = baseName(last.option.uri);
      const by = inherits.find((inherit) => inherit.option.value.text.replace(/:[^:]*$/, '').endsWith(file));
      if (!by) continue;
      // An include is read on the spot, so it has to stand above.
      const above = by.option.line.from < option.line.from && /\.ini$/.test(by.option.value.text);
      yield {
        at: valuePlace(one),
        message: `\`inherit = ${by.option.value.text}\` is read after this file and sets \`${last.option.name}\` to \`${last.value}\`, so this value is lost; use \`include\`, above this line`,
        related: [{ at: { uri: last.option.uri, span: last.option.line }, message: 'This value counts' }],
        fixes: () => (above ? [fix('Read the file on the spot with `include`', false, uri, replace(by.option.nameSpan, 'include'))] : []),
      };
    }
  },
});
