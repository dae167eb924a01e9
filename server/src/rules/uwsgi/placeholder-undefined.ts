import type { UwsgiOption } from '../../knowledge/entry.ts';
import { memo, sameList } from '../../languages/memo.ts';
import type { IniOption, Part, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import { keysOf } from '../../languages/uwsgi/value.ts';
import type { Stored } from '../../project/uwsgi/stored.ts';
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
    let free: readonly string[] | undefined;
    const asked = new Set<string>();
    const near = (name: string): string | undefined => {
      if (asked.size >= 20 && !asked.has(name)) return undefined;
      asked.add(name);
      free ??= keysIn(defined.unlisted);
      return nearest(name, free);
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

/** A file with more variables than this is generated, and hardly misspelt. */
const mostKeys = 100;
const keysIn = (all: Iterable<Stored>): readonly string[] => {
  const out: string[] = [];
  for (const { key } of all) {
    if (key.length > 2) out.push(key);
    if (out.length === mostKeys) break;
  }
  return sameList(lately.keys, out);
};

/** The nearest keys that were found lately, of the same keys: those of a file seldom change. */
let lately: { readonly keys: readonly string[]; readonly found: Map<string, string | undefined> } = { keys: [], found: new Map() };
const mostFound = 100;
const nearest = (name: string, keys: readonly string[]): string | undefined => {
  if (lately.keys !== keys || lately.found.size >= mostFound) lately = { keys, found: new Map() };
  const { found } = lately;
  if (!found.has(name))
    found.set(
      name,
      keys.find((key) => distance(name, key, 1) <= 1),
    );
  return found.get(name);
};

/** The options that use a key of which something holds, those of the first such key first. */
const usersOf = ({ sections }: UwsgiFacts, holds: (key: string) => boolean): ReadonlySet<IniOption> => {
  const byKey = new Map<string, IniOption[]>();
  // Most keys are asked for again and again.
  const others = new Set<string>();
  for (const { parts } of sections) {
    for (const part of parts) {
      for (const [key, users] of asking(part)) {
        if (others.has(key)) continue;
        const before = byKey.get(key);
        if (before) before.push(...users);
        else if (holds(key)) byKey.set(key, [...users]);
        else others.add(key);
      }
    }
  }
  return new Set([...byKey.values()].flat());
};

/** The keys that a part of the file asks for, and those who do: what a block fills in is not asked for. */
const asking = memo(({ used }: Part): readonly (readonly [string, readonly IniOption[]])[] =>
  [...used].flatMap(([key, users]) => {
    const left = key === '_' ? users.filter((option) => !isFilledByBlock(option)) : users;
    return left.length > 0 ? [[key, left] as const] : [];
  }),
);

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
