import type { Language, OutlineItem } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)[^/]*supervisor[^/]*\.(?:conf|ini|cfg)$/i;
const mayBe = /\.(?:conf|ini|cfg)$/i;
const section = /^\[(?:supervisord|program:[^\]]+)\]/m;

/** The configuration of supervisord: by name, or by its sections. */
export const supervisord: Language<'supervisord'> = {
  kind: 'supervisord',
  commentSign: '#',
  mayClaim: (path) => mayBe.test(path),
  claims: (path, head) => mayBe.test(path) && section.test(head) && (named.test(path) || /^\[program:/m.test(head)),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: ({ tree }) =>
    tree.sections.map(
      ({ name, nameSpan, span }): OutlineItem => ({ label: name, detail: '', kind: 'section', span, name: nameSpan, children: [] }),
    ),
  folds: ({ tree }) => tree.sections.flatMap(({ span, options }) => (options.length > 0 ? [{ span, kind: 'region' as const }] : [])),
  comments: ({ tree }) => lineComments(tree.text, '#;'),
};
