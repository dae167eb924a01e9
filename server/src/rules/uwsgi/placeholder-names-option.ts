import { interestIn } from '../../project/uwsgi/interest.ts';
import { isAvailable } from '../../project/uwsgi/version.ts';
import { ownOptions } from '../reading/own.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule } from '../rule.ts';

const wanted = interestIn(({ parser }) => parser === 'uwsgi_opt_set_placeholder');

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
    const { uri, knowledge } = subject;
    const { target } = uwsgiReading(subject);
    for (const { option, value, certain } of ownOptions(subject, wanted)) {
      if (option.name === 'set') continue;
      // What stands behind the name may be filled in later.
      const text = typeof value === 'string' ? value : option.value.text;
      const equals = text.indexOf('=');
      const name = text.slice(0, Math.max(0, equals));
      const other = knowledge.find('uwsgi-option', name);
      if (!other || !isAvailable(other, target)) continue;
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
