import { insert } from '../../text/edit.ts';
import { defineRule, fix } from '../rule.ts';

const secret = /SECRET|PASSW(?:OR)?D|TOKEN|PRIVATE_KEY/i;

/** Compose takes `$ab` in a secret for a variable, and the secret is shorter than it was written. */
export default defineRule({
  id: 'compose/dollar-in-secret',
  title: 'A dollar in a secret is doubled',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X36'],
  reads: 'compose',
  *check({ uri, text, facts, project }) {
    if (facts.template) return;
    const declared = (name: string): boolean =>
      project.all.dotenv.some((file) => file.facts.variables.some((one) => one.name === name)) ||
      facts.variables.some((one) => one.name === name && text[one.span.from + 1] === '{');
    for (const { environment } of facts.services) {
      for (const { name, value } of environment) {
        if (!value || !secret.test(name) || /[:/]/.test(value.text)) continue;
        for (const one of value.variables) {
          // With braces it is meant, and so is a variable that is the whole value or has a name as variables have.
          if (text[one.span.from + 1] === '{' || value.text === `$${one.name}` || /^[A-Z][A-Z0-9_]+$/.test(one.name)) continue;
          if (declared(one.name)) continue;
          yield {
            at: { uri, span: one.span },
            message: `Compose takes \`$${one.name}\` for a variable that is not set, so \`${name}\` comes without these characters; double the dollar: \`$$${one.name}\``,
            fixes: () => [fix('Double the dollar', false, uri, insert(one.span.from, '$'))],
          };
        }
      }
    }
  },
});
