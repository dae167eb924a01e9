import type { Comment, Fold, Language } from '../language.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)[^/]*\.(?:docker|container)ignore$/;

/** What a build leaves out of its context: `.dockerignore`, or `Dockerfile.dockerignore` beside one Dockerfile. */
export const dockerignore: Language<'dockerignore'> = {
  kind: 'dockerignore',
  commentSign: '#',
  mayClaim: (path) => named.test(path),
  claims: (path) => named.test(path),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds({ tree: { lines } }) {
    const out: Fold[] = [];
    let run: { from: number; to: number; lines: number } | undefined;
    for (const { is, body } of [...lines, { is: 'blank' as const, body: { from: 0, to: 0 } }]) {
      if (is === 'comment') run = run ? { from: run.from, to: body.to, lines: run.lines + 1 } : { ...body, lines: 1 };
      else {
        if (run && run.lines > 1) out.push({ span: { from: run.from, to: run.to }, kind: 'comment' });
        run = undefined;
      }
    }
    return out;
  },
  comments({ tree: { text, lines } }) {
    const out: Comment[] = [];
    let covers = { from: text.length, to: text.length };
    for (let i = lines.length - 1; i >= 0; i--) {
      const line = lines[i];
      if (line?.is === 'pattern') covers = line.body;
      if (line?.is === 'comment') out.push({ span: line.body, text: text.slice(line.body.from + 1, line.body.to).trim(), covers });
    }
    return out.reverse();
  },
};
