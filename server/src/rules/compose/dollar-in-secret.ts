import { insert } from '../../text/edit.ts';
import { listed } from '../reading/listed.ts';
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
        // With braces it is meant, and so is a variable that is the whole value or has a name as variables have.
        const lost = value.variables.filter(
          (one) =>
            text[one.span.from + 1] !== '{' && value.text !== `$${one.name}` && !/^[A-Z][A-Z0-9_]+$/.test(one.name) && !declared(one.name),
        );
        const [first, ...more] = lost;
        if (!first) continue;
        const names = listed(lost.map((one) => `\`$${one.name}\``));
        yield {
          at: { uri, span: { from: first.span.from, to: (more.at(-1) ?? first).span.to } },
          message:
            more.length === 0
              ? `Compose takes ${names} for a variable that is not set, so \`${name}\` comes without these characters; double the dollar: \`$$${first.name}\``
              : `Compose takes ${names} for variables that are not set, so \`${name}\` comes without these characters; double each dollar: \`$$${first.name}\``,
          fixes: () => [
            fix(
              more.length === 0 ? 'Double the dollar' : 'Double the dollars',
              false,
              uri,
              ...lost.map((one) => insert(one.span.from, '$')),
            ),
          ],
        };
      }
    }
  },
});
