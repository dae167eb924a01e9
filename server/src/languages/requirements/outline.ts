// The outline of a file that lists distributions: one row each.
import type { Comment, Fold, OutlineItem, Parsed } from '../language.ts';
import { facts } from './facts.ts';

export const outline = (parsed: Parsed<'requirements'>): readonly OutlineItem[] =>
  facts(parsed).distributions.map(({ nameSpan, specifier, group, span }) => ({
    label: parsed.tree.text.slice(nameSpan.from, nameSpan.to),
    detail: [specifier, group].filter(Boolean).join(' '),
    kind: 'distribution',
    span: { from: Math.min(span.from, nameSpan.from), to: Math.max(span.to, nameSpan.to) },
    name: nameSpan,
    children: [],
  }));

export const folds = ({ tree }: Parsed<'requirements'>): readonly Fold[] =>
  tree.tables.flatMap(({ header, span }) => (header && span.to > header.to ? [{ span, kind: 'region' as const }] : []));

/** Comments on lines of their own, and those that trail an entry. Lock files have none that count. */
export const comments = ({ tree }: Parsed<'requirements'>): readonly Comment[] => {
  const out: Comment[] = [];
  let covers = { from: tree.text.length, to: tree.text.length };
  for (let i = tree.lines.length - 1; i >= 0; i--) {
    const line = tree.lines[i];
    if (!line) continue;
    const own = line.is === 'comment';
    if (!own && line.is !== 'blank') covers = line.bodySpan;
    if (!line.comment) continue;
    const text = tree.text.slice(line.comment.from, line.comment.to).replace(/^#+/, '').trim();
    out.push({ span: line.comment, text, covers });
  }
  return out.reverse();
};
