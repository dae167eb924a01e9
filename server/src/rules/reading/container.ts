import { isInside, relative } from '../../text/uri.ts';
import type { Severity, Subject } from '../rule.ts';

/** The severity where this uWSGI runs in a container; a hint where nothing says that it does. */
export const inContainer = (subject: Subject<'uwsgi'>, severity: Severity): Severity => (isContained(subject) ? severity : 'hint');

const forImages = /(?:^|[/._-])(?:docker|container|compose|k8s|kubernetes|helm)/i;

/**
 * Whether this file is what a container of the project runs: there is a Dockerfile, and not another uwsgi.ini that by
 * its path is the container's, which leaves this one to a plain server.
 */
export const isContained = ({ uri, project }: Pick<Subject<'uwsgi'>, 'uri' | 'project'>): boolean => {
  if (project.container.state !== 'known') return false;
  const path = (file: Subject<'uwsgi'>['uri']) => (isInside(project.root, file) ? relative(project.root, file) : file);
  return forImages.test(path(uri)) || !project.all.uwsgi.some((other) => other.facts.uri !== uri && forImages.test(path(other.facts.uri)));
};
