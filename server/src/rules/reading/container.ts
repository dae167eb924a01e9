import type { FileKind } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { FileOf, Project } from '../../project/project.ts';
import type { Uri } from '../../text/uri.ts';
import { baseName, isInside, relative } from '../../text/uri.ts';
import type { Severity, Subject } from '../rule.ts';

/** The severity where this uWSGI runs in a container; a hint where nothing says that it does. */
export const inContainer = (subject: Subject<'uwsgi'>, severity: Severity): Severity => (isContained(subject) ? severity : 'hint');

const forImages = /(?:^|[/._-])(?:docker|container|compose|k8s|kubernetes|helm)/i;

/** Whether a file of some kind speaks of uWSGI at all; the list stays the same object for as long as its files do. */
const speaksOfIt = memo((files: readonly FileOf<FileKind>[]): boolean => files.some(({ parsed }) => /uwsgi/i.test(parsed.file.text)));

/**
 * Whether this file is what a container of the project runs: there is a Dockerfile, something that builds or starts containers speaks
 * of uWSGI (or the requirements do, for a program in Python may start it), and not another uwsgi.ini is by its path the container's,
 * which leaves this one to a plain server. Nor does a unit of systemd alone start it.
 */
export const isContained = ({ uri, project }: Pick<Subject<'uwsgi'>, 'uri' | 'project'>): boolean => {
  if (project.container.state !== 'known' || isOfUnit(uri, project)) return false;
  const { all } = project;
  const starters = [all.dockerfile, all.compose, all.kubernetes, all.supervisord, all.shell, all.procfile, all.makefile, all.requirements];
  if (project.complete && !starters.some(speaksOfIt)) return false;
  const path = (file: Subject<'uwsgi'>['uri']) => (isInside(project.root, file) ? relative(project.root, file) : file);
  return forImages.test(path(uri)) || !project.all.uwsgi.some((other) => other.facts.uri !== uri && forImages.test(path(other.facts.uri)));
};

/** Whether a unit of systemd names the file, and nothing that makes or starts containers does. */
const isOfUnit = (uri: Uri, { all }: Project): boolean => {
  const name = `/${baseName(uri)}`;
  const inUnit = all.systemd.some(({ facts }) =>
    facts.starts.some(({ launch }) => launch.programs.some(({ words }) => words.some(({ text }) => text.endsWith(name)))),
  );
  const others = [all.dockerfile, all.compose, all.kubernetes, all.supervisord, all.shell];
  return inUnit && !others.some((files) => files.some(({ parsed }) => parsed.file.text.includes(baseName(uri))));
};
