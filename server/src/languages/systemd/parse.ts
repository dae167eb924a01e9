// A systemd unit file (https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html).
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseSections } from '../sections.ts';

export const parse = (file: SourceFile): Parsed<'systemd'> => {
  const tree = parseSections(file.text, 'backslash');
  return { file, kind: 'systemd', tree, broken: tree.odd };
};
