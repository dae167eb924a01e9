import { keysOf } from '../../languages/uwsgi/value.ts';
import type { Stored } from '../../project/uwsgi/stored.ts';
import type { Location } from '../../text/span.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule } from '../rule.ts';

/** uWSGI fills in what it has just filled in, so a value that leads back to itself is never done (uwsgi_apply_config_pass). */
export default defineRule({
  id: 'uwsgi/placeholder-loop',
  title: 'No placeholder leads back to itself',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { expansion } = uwsgiReading(subject);
    const start = expansion.endless && expansion.stored.find(({ option }) => option === expansion.endless);
    if (!start) return;
    const round = cycle(start, expansion.stored);
    const here = round.find(({ at }) => at.uri === subject.uri);
    if (!here) return;
    const path = round.length === 1 ? '' : `, by way of ${round.map(({ from }) => `\`${from}\``).join(' and ')}`;
    yield {
      at: here.at,
      message: `\`${here.from}\` leads back to itself${path}, so uWSGI fills it in for ever and the start hangs; give the two values different names`,
      related: round.filter((step) => step !== here).map(({ at, to }) => ({ at, message: `leads on to \`${to}\`` })),
    };
  },
});

/** From the key `from` to the key `to`, which its value names at `at`. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly at: Location;
}

/** The first round of references that can be walked from an option. A key's first definition answers for all. */
const cycle = (start: Stored, stored: readonly Stored[]): readonly Step[] => {
  const first = new Map<string, Stored>();
  for (const one of stored) if (!first.has(one.key)) first.set(one.key, one);
  const done = new Set<Stored>();
  const path: Step[] = [];
  const walk = (one: Stored): readonly Step[] | undefined => {
    if (done.has(one) || path.length > 100) return undefined;
    done.add(one);
    for (const part of one.option.value.parts) {
      for (const { name, span } of keysOf(part)) {
        const next = first.get(name);
        if (!next) continue;
        path.push({ from: one.key, to: name, at: { uri: one.option.uri, span } });
        const begin = path.findIndex(({ from }) => from === name && first.get(name) === next);
        if (begin >= 0 && (next !== one || path[begin]?.from === one.key)) return path.slice(begin);
        const found = walk(next);
        if (found) return found;
        path.pop();
      }
    }
    return undefined;
  };
  return walk(start) ?? [];
};
