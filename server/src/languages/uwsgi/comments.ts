// The comments of a uwsgi.ini. Only a line of its own can be one.
import type { Comment, Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import type { Stretch } from './line.ts';

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

/** What a stretch was found to hold and not to hold. */
const answers = memo((_: Stretch) => new Map<string, boolean>());

export const holds = ({ tree: { text, stretches } }: Parsed<'uwsgi'>, words: string): boolean =>
  stretches.some((stretch) => {
    const known = answers(stretch);
    let answer = known.get(words);
    if (answer === undefined) {
      answer = text.slice(stretch.at, stretch.at + stretch.length).includes(words);
      known.set(words, answer);
    }
    return answer;
  });
