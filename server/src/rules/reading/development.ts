import { relative, type Uri } from '../../text/uri.ts';

/** True when the name of the file, or of a folder of the project around it, says that it serves development or tests. */
export const isForDevelopment = (root: Uri, uri: Uri): boolean =>
  /(?:^|[/._-])(?:dev|devel|development|local|debug|test|tests|testing)(?=[/._-]|$)/i.test(relative(root, uri));
