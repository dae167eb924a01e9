import type { UwsgiOption } from '../../knowledge/entry.ts';
import { unknown } from '../../languages/maybe.ts';
import { interest, isFixed } from '../../project/uwsgi/interest.ts';
import { isDressed, ownOptions } from '../reading/own.ts';
import { references } from '../reading/references.ts';
import { defineRule, fix, replace } from '../rule.ts';

const isSwitch = ({ value }: UwsgiOption): boolean => value === 'switch' || value === 'inverted-switch';

const wanted = interest((says, entry) => isSwitch(entry) && !(isFixed(says) && words.test(says.wording.text)));
/** What a switch is meant to say, and nothing at all. */
const words = /^(?:true|false|on|off|yes|no|1|0)?$/i;

/** A switch is off for `false`, `off`, `no` and `0` only; any other text, and none, switches it on (uwsgi_opt_true). */
export default defineRule({
  id: 'uwsgi/switch-spelling',
  title: 'Switches say true or false',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 15'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, entry, value } of ownOptions(subject, wanted)) {
      if (value === unknown || isDressed(value) || words.test(value)) continue;
      // Variables in an option that runs at once, such as strict, have a rule of their own.
      if (entry.immediate && references(option).length > 0) continue;
      const { span, literal } = option.value;
      const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
      const meant = meaning(value);
      yield {
        at: { uri, span },
        message:
          meant === 'on'
            ? `\`${option.name}\` is a switch and takes \`${shown}\` for on, like every text but \`false\`, \`off\`, \`no\` and \`0\`; write \`true\``
            : `\`${option.name}\` is on: only \`false\`, \`off\`, \`no\` and \`0\` switch it off, not \`${shown}\`; write \`${meant === 'off' ? 'false' : 'true` or `false'}\``,
        severity: meant === 'on' ? 'info' : 'warning',
        fixes: () => {
          if (!literal || meant === undefined) return [];
          const word = meant === 'on' ? 'true' : 'false';
          // Writing `false` changes what happens today, so a person decides.
          return [fix(`Write \`${word}\``, meant === 'on', uri, replace(span, word))];
        },
      };
    }
  },
});

const meaning = (value: string): 'on' | 'off' | undefined => {
  if (/^(?:y|t|ok|enabled?|active|always|[1-9]\d*)$/i.test(value)) return 'on';
  if (/^(?:n|f|none|null|nil|never|disabled?|inactive|0+(?:\.0+)?)$/i.test(value)) return 'off';
  return undefined;
};
