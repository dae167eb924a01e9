// Files that nobody starts: examples, fixtures, templates.
import type { Project } from '../../project/project.ts';
import { relative, type Uri } from '../../text/uri.ts';

const folders =
  /(?:^|\/)(?:tests?|testing|fixtures?|test[-_]?data|examples?|samples?|docs?|documentation|templates?|vendor|third[-_]party)\//i;

/** Whether a file lies in a folder of examples, tests or templates, where names need not lead anywhere. */
export const isForShow = (project: Project, uri: Uri): boolean => folders.test(relative(project.root, uri));
