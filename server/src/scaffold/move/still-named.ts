// Lines that name the old server when all is done: messages, names of services, steps of workflows. They are told, not changed.
import type { FileKind } from '../../languages/language.ts';
import type { Project } from '../../project/project.ts';
import { relative } from '../../text/uri.ts';
import type { Planned } from '../plan.ts';
import type { Origin, Place } from './plan.ts';

const kinds: readonly FileKind[] = [
  'dockerfile',
  'compose',
  'kubernetes',
  'nginx',
  'supervisord',
  'systemd',
  'procfile',
  'shell',
  'ci',
  'makefile',
  'cloudfoundry',
];

/** More lines than these help nobody. */
const most = 40;

/** The lines of files that start and build things, comments left away. */
export const stillNamed = (project: Project, from: Origin, files: readonly Planned[]): readonly Place[] => {
  const after = new Map(files.map((file) => [file.path, file.after]));
  const named = new RegExp(`(?:^|[^A-Za-z])${from}`, 'i');
  return kinds
    .flatMap((kind) => project.all[kind].map(({ parsed }) => parsed.file))
    .flatMap(({ uri, text }) => {
      const path = relative(project.root, uri);
      const lines = (after.get(path) ?? text).split(/\r?\n/);
      return lines.flatMap((line, i): readonly Place[] =>
        named.test(line) && !/^\s*[#;]/.test(line) ? [{ path, line: i + 1, text: line.trim() }] : [],
      );
    })
    .slice(0, most);
};
