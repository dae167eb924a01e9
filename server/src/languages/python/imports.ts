// Import statements of Lezer's tree, lowered to data.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import type { Imported, Statement } from './ir.ts';
import { eachChild, type Lowering, spanAt } from './lowering.ts';

/** The import at the cursor; nothing when it is broken. */
export const importStatement = (low: Lowering, c: TreeCursor, span: Span): Statement | undefined => {
  let from: number | undefined;
  let listed: number | undefined;
  let star = false;
  let broken = false;
  let alias = false;
  const names: { name: string; as: string; renamed: boolean; span: Span }[] = [];
  let dotted: string[] = [];
  const finish = () => {
    const last = names.at(-1);
    if (last && dotted.length > 0 && !last.renamed) {
      last.name = dotted.join('.');
      last.as = listed === undefined || from === undefined ? (dotted[0] as string) : last.name;
    }
    dotted = [];
    alias = false;
  };
  eachChild(c, (name) => {
    if (name === 'from') from = c.to;
    else if (name === 'import') listed = c.from;
    else if (listed === undefined) {
      if (name === '⚠') broken = true;
    } else if (name === '*') star = true;
    else if (name === ',') finish();
    else if (name === 'as') {
      finish();
      alias = true;
    } else if (name === 'VariableName') {
      const word = low.text.slice(c.from, c.to);
      const last = names.at(-1);
      if (alias && last) {
        last.as = word;
        last.renamed = true;
        last.span = { from: last.span.from, to: c.to };
        alias = false;
      } else if (dotted.length > 0 && last) {
        dotted.push(word);
        last.span = { from: last.span.from, to: c.to };
      } else {
        dotted = [word];
        names.push({ name: word, as: word, renamed: false, span: spanAt(c) });
      }
    } else if (name !== '.' && name !== '(' && name !== ')') broken = true;
  });
  finish();
  if (broken || listed === undefined || (names.length === 0 && !star)) return undefined;
  if (from === undefined) return { is: 'import', names, span };
  const written = low.text.slice(from, listed);
  const start = from + (written.length - written.trimStart().length);
  const module = written.replaceAll(/[\s\\]/g, '');
  const level = module.length - module.replace(/^\.+/, '').length;
  return {
    is: 'from',
    level,
    module: module.slice(level),
    moduleSpan: { from: start, to: start + written.trim().length },
    names: star ? undefined : (names as readonly Imported[]),
    span,
  };
};
