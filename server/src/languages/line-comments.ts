// Comments that have a line of their own, in languages where a sign begins them and the line ends them.
import type { Comment } from './language.ts';

/** The comments of a text; each stands for the line below it. `signs` are the characters that may begin one. */
export const lineComments = (text: string, signs = '#'): readonly Comment[] => {
  const out: Comment[] = [];
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from);
    const to = feed < 0 ? text.length : feed + 1;
    let at = from;
    while (at < to && (text[at] === ' ' || text[at] === '\t')) at++;
    if (at < to && signs.includes(text[at] ?? ' ')) {
      const end = from + text.slice(from, to).trimEnd().length;
      const next = text.indexOf('\n', to);
      out.push({
        span: { from: at, to: end },
        text: text.slice(at + 1, end).trim(),
        covers: { from: to, to: next < 0 ? text.length : next },
      });
    }
    from = to;
  }
  return out;
};
