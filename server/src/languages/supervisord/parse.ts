// supervisord.conf, as Python's configuration parser reads it.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseSections } from '../sections.ts';

export const parse = (file: SourceFile): Parsed<'supervisord'> => {
  const tree = parseSections(file.text, 'indent', /\s;/);
  return { file, kind: 'supervisord', tree, broken: tree.odd };
};
