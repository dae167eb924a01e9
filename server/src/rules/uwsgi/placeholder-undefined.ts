import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { IniOption, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import { keysOf } from '../../languages/uwsgi/value.ts';
import { distance } from '../../text/distance.ts';
import { references } from '../reading/references.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `%(key)` stays in the value as it is written when no key of that name is there (core/config.c, uwsgi_manage_placeholder). */
export default defineRule({
  id: 'uwsgi/placeholder-undefined',
  title: 'Every placeholder is defined',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 61'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const { expansion, open, part, all } = uwsgiReading(subject);
    // The file that includes this one, or one that we cannot follow, may define it.
    if (open || part || subject.facts.template) return;
    const defined = expansion.lists;
    // A file with more variables than this is generated, and hardly misspelt.
    let free: readonly string[] | undefined;
    const nearest = new Map<string, string | undefined>();
    const near = (name: string): string | undefined => {
      if (nearest.size >= 20 && !nearest.has(name)) return undefined;
      if (nearest.has(name)) return nearest.get(name);
      free ??= [...defined.unlisted].flatMap(({ key }) => (key.length > 2 ? [key] : [])).slice(0, 100);
      nearest.set(
        name,
        free.find((key) => distance(name, key, 1) <= 1),
      );
      return nearest.get(name);
    };
    for (const option of usersOf(subject.facts, (key) => !defined.first(key))) {
      const stored = all(option.name).find((one) => one.option === option);
      if (!stored?.entry || isOwnBusiness(stored.entry)) continue;
      for (const reference of references(option)) {
        for (const { name, span } of keysOf(reference)) {
          if (defined.first(name) || /[%$@(]/.test(name)) continue;
          const alone = reference.text === name;
          const meant = near(name);
          yield {
            at: { uri, span: alone ? reference.span : span },
            message:
              name === '_'
                ? `\`%(_)\` is filled in only between \`if-…\` or \`for…\` and its end, so it stays in \`${option.name}\` as text; move the line into the block`
                : `No key \`${name}\` is defined, so ${alone ? `\`%(${name})\` stays in \`${option.name}\` as text` : 'it counts as nothing here'}; ${advice(name, meant)}`,
            fixes: () => {
              if (meant) return [fix(`Write \`${meant}\``, false, uri, replace(span, meant))];
              if (alone && shouted.test(name)) return [fix(`Write \`$(${name})\``, false, uri, replace(reference.span, `$(${name})`))];
              return [];
            },
          };
        }
      }
    }
  },
});

/** The options that use a key of which something holds. */
const usersOf = ({ used }: UwsgiFacts, holds: (key: string) => boolean): ReadonlySet<IniOption> => {
  const out = new Set<IniOption>();
  for (const [key, users] of used) {
    if (!holds(key)) continue;
    for (const option of users) if (key !== '_' || !isFilledByBlock(option)) out.add(option);
  }
  return out;
};

/** True in a block where `_` stands alone wherever it stands: that is what the block fills in while the file is read. */
const isFilledByBlock = ({ opener, says }: IniOption): boolean =>
  opener !== undefined &&
  says.wording.parts.every((part) => part.is !== 'placeholder' || part.text === '_' || !/(?:^| )_(?: |$)/.test(part.text));

/** Options that speak another language between the same signs, and those that run at once, for which there is a rule. */
const isOwnBusiness = ({ name, immediate, parser }: UwsgiOption): boolean =>
  speaksItself.test(name) || (immediate && parser !== 'uwsgi_opt_set_placeholder');

/** Options whose values have placeholders of their own in the same form. */
const speaksItself = /^(?:log-?format|log-(?:req-)?encoder|(?:final-|error-|response-)?route.*)$/;
const shouted = /^[A-Z][A-Z0-9_]+$/;

const advice = (name: string, near: string | undefined): string => {
  if (near) return `did you mean \`${near}\`?`;
  if (shouted.test(name)) return `a variable of the environment is \`$(${name})\``;
  return `add \`set-placeholder = ${name}=…\``;
};
