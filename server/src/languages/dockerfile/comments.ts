// The comments of a Dockerfile: on lines of their own, and between the lines of a continued instruction.
import type { Comment, Parsed } from '../language.ts';

export const comments = ({ tree }: Parsed<'dockerfile'>): readonly Comment[] => {
  const out: Comment[] = [];
  const { nodes, text } = tree;
  const add = (from: number, to: number, covers: Comment['covers']) =>
    out.push({ span: { from, to }, text: text.slice(from + 1, to).trim(), covers });
  let covers = { from: text.length, to: text.length };
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node?.is === 'comment') add(node.body.from, node.body.to, covers);
    if (node?.is !== 'instruction') continue;
    covers = node.content;
    // A comment inside stands for the line below it.
    for (let k = node.gaps.length - 1; k >= 0; k--) {
      const gap = node.gaps[k];
      if (gap?.is !== 'comment') continue;
      let next = gap.span.to;
      for (const later of node.gaps.slice(k + 1)) if (later.span.from === next) next = later.span.to;
      const feed = text.indexOf('\n', next);
      add(gap.body.from, gap.body.to, { from: next, to: Math.min(feed < 0 ? text.length : feed, node.content.to) });
    }
  }
  return out.reverse();
};

/** Whether the text holds some words within a line. Where it did not before an edit, only the place of the edit is looked at. */
export const holds = ({ tree: { text, found, before } }: Parsed<'dockerfile'>, words: string): boolean => {
  let answer = found.get(words);
  if (answer === undefined) {
    const { from, to } = before?.found.get(words) === false ? before.edit : { from: 0, to: text.length };
    answer = text.slice(Math.max(0, from - words.length), to + words.length).includes(words);
    found.set(words, answer);
  }
  return answer;
};
