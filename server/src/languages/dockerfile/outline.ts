// The outline and the folds of a Dockerfile: stages with their instructions, continued lines, here-documents, runs of comments.
import type { Span } from '../../text/span.ts';
import type { Fold, OutlineItem, Parsed } from '../language.ts';
import type { Instruction } from './parse.ts';

const itemOf = ({ name, content, keyword, line, body }: Instruction): OutlineItem => ({
  label: name,
  detail: line.text.slice(body.from, body.to).replace(/\s+/g, ' ').slice(0, 80),
  kind: 'instruction',
  span: content,
  name: keyword.span,
  children: [],
});

export const outline = ({ tree }: Parsed<'dockerfile'>): readonly OutlineItem[] => {
  const out: OutlineItem[] = [];
  let children: OutlineItem[] | undefined;
  for (const node of tree.nodes) {
    if (node.is !== 'directive') break;
    out.push({ label: node.name, detail: node.value, kind: 'key', span: node.body, name: node.nameSpan, children: [] });
  }
  for (const instruction of tree.instructions) {
    if (instruction.name !== 'FROM') {
      (children ?? out).push(itemOf(instruction));
      continue;
    }
    children = [];
    const [image, as, name] = instruction.words;
    const named = as?.text.toLowerCase() === 'as' ? name : undefined;
    out.push({
      label: named?.text ?? image?.text ?? 'FROM',
      detail: named ? (image?.text ?? '') : '',
      kind: 'stage',
      span: instruction.content,
      name: named?.span ?? image?.span ?? instruction.keyword.span,
      children,
    });
  }
  return out.map((item) => ({ ...item, span: { from: item.span.from, to: item.children.at(-1)?.span.to ?? item.span.to } }));
};

export const folds = (parsed: Parsed<'dockerfile'>): readonly Fold[] => {
  const { nodes, text } = parsed.tree;
  const out: Fold[] = [];
  const add = (kind: Fold['kind'], span: Span) => {
    const feed = text.indexOf('\n', span.from);
    if (feed >= 0 && feed < span.to) out.push({ kind, span });
  };
  for (const { kind, span } of outline(parsed)) if (kind === 'stage') add('region', span);
  let run: { from: number; to: number } | undefined;
  for (const node of nodes) {
    if (node.is === 'comment') {
      if (run) run.to = node.body.to;
      else run = { ...node.body };
      continue;
    }
    if (run) add('comment', run);
    run = undefined;
    if (node.is !== 'instruction') continue;
    add('region', node.content);
    let inside: { from: number; to: number } | undefined;
    let end = -1;
    for (const gap of node.gaps) {
      if (inside && (gap.is !== 'comment' || gap.span.from !== end)) {
        add('comment', inside);
        inside = undefined;
      }
      if (gap.is === 'comment') inside = { from: inside?.from ?? gap.body.from, to: gap.body.to };
      end = gap.span.to;
    }
    if (inside) add('comment', inside);
  }
  if (run) add('comment', run);
  return out;
};
