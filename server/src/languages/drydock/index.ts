import { isMap, type Node, type Pair } from 'yaml';
import type { Comment, Language, OutlineItem } from '../language.ts';
import { memo } from '../memo.ts';
import { cursor } from './cursor.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)drydock\.ya?ml$/;

/** Our own configuration file. */
export const drydock: Language<'drydock'> = {
  kind: 'drydock',
  commentSign: '#',
  mayClaim: (path) => named.test(path),
  claims: (path) => named.test(path),
  parse,
  facts: memo(facts),
  cursor,
  outline({ tree }) {
    const root = tree.document.contents as Node | null;
    if (!isMap(root)) return [];
    return (root.items as readonly Pair<Node, Node | null>[]).flatMap((pair): OutlineItem[] => {
      const key = pair.key.range;
      if (!key) return [];
      const end = Math.max(pair.value?.range?.[1] ?? 0, key[1]);
      return [
        {
          label: tree.text.slice(key[0], key[1]),
          detail: '',
          kind: 'key',
          span: { from: key[0], to: end },
          name: { from: key[0], to: key[1] },
          children: [],
        },
      ];
    });
  },
  folds: (parsed) => drydock.outline(parsed).map(({ span }) => ({ span, kind: 'region' })),
  comments({ tree: { text } }) {
    const out: Comment[] = [];
    for (let from = 0; from < text.length; ) {
      const feed = text.indexOf('\n', from);
      const to = feed < 0 ? text.length : feed + 1;
      const sign = /^(\s*)#(.*?)\s*$/.exec(text.slice(from, to));
      if (sign) {
        const start = from + (sign[1]?.length ?? 0);
        const next = text.indexOf('\n', to);
        out.push({
          span: { from: start, to: start + 1 + (sign[2]?.length ?? 0) },
          text: (sign[2] ?? '').trim(),
          covers: { from: to, to: next < 0 ? text.length : next },
        });
      }
      from = to;
    }
    return out;
  },
};
