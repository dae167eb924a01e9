import { wideInterest } from '../../project/uwsgi/interest.ts';
import { isAvailable } from '../../project/uwsgi/version.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule } from '../rule.ts';

/** The pairs that placeholders make under the name of an option. `set` makes the option itself. */
const wanted = wideInterest((says, entry, key) => entry !== undefined && key !== says.name && /^set-(?:ph|placeholder)$/.test(says.name));

/** A placeholder may not be called like an option that uWSGI has at that moment (core/config.c, add_exported_option_do). */
export default defineRule({
  id: 'uwsgi/placeholder-names-option',
  title: 'Placeholders have names that no option has',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const { target, of } = uwsgiReading(subject);
    for (const { option, key: name, entry: other, certain, again } of of(wanted)) {
      if (!other || again || option.uri !== uri || !isAvailable(other, target)) continue;
      // An option of a plugin is there once the plugin is loaded, which a pip build has done before it reads the file.
      const core = other.plugin === 'core';
      const sure = core || (other.pip && target.build === 'pip');
      const { from } = option.value.span;
      yield {
        at: { uri, span: { from, to: from + name.length } },
        message: sure
          ? `\`${name}\` is an option of uWSGI, and a placeholder of that name stops the start; give the placeholder another name`
          : `\`${name}\` is an option of the plugin \`${other.plugin}\`, and a placeholder of that name stops the start where it is loaded; give it another name`,
        severity: sure && certain ? 'error' : 'warning',
      };
    }
  },
});
