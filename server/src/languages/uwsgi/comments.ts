// The comments of a uwsgi.ini. Only a line of its own can be one.
import type { Comment, Parsed } from '../language.ts';

export const comments = ({ tree }: Parsed<'uwsgi'>): readonly Comment[] => {
  const out: Comment[] = [];
  const { lines, text } = tree;
  let covers = { from: text.length, to: text.length };
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    if (line?.is === 'header' || line?.is === 'assignment') covers = line.span;
    if (line?.is === 'comment')
      out.push({ span: line.body, text: text.slice(line.body.from, line.body.to).replace(/^[;#\s]+/, ''), covers });
  }
  return out.reverse();
};
