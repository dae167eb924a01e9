// Files that nobody starts as they are: examples, fixtures, templates, and what other tools put into files of their own.
import type { Project } from '../../project/project.ts';
import { baseName, relative, type Uri } from '../../text/uri.ts';

const folders =
  /(?:^|\/)(?:tests?|testing|fixtures?|test[-_]?data|examples?|samples?|docs?|documentation|templates?|vendor|third[-_]party|\.ddev|\.lando|\.docksal)\//i;

const names = /(?:^|[-_.])(?:templates?|examples?|samples?|dist|skel|skeleton|tpl|tmpl)(?:[-_.]|$)/i;

/** Whether a file lies in a folder of examples, tests, templates or of a tool that adds its own, where names need not lead anywhere, or is called such a thing. */
export const isForShow = (project: Project, uri: Uri): boolean => folders.test(relative(project.root, uri)) || names.test(baseName(uri));
