// The value of a magic variable for a file in the workspace (core/uwsgi.c, config_magic_table_fill).
import { baseName, parent, slashPath, type Uri } from '../../text/uri.ts';

/** What `%letter` is for the file as it lies in the workspace; undefined for what only the running machine knows. */
export const magicValue = (letter: string, file: Uri): string | undefined => {
  const path = slashPath(file);
  const name = baseName(file);
  const folder = slashPath(parent(file));
  const dot = name.lastIndexOf('.');
  if (/^\d$/.test(letter)) return folder.split('/').filter(Boolean)[Number(letter)] ?? '';
  switch (letter.toLowerCase()) {
    case '%':
      return '%';
    case 'd':
      return folder.endsWith('/') ? folder : `${folder}/`;
    case 'p':
      return path;
    case 's':
      return name;
    case 'n':
      return letter === 'n' || letter === 'N' ? (dot < 0 ? name : name.slice(0, dot)) : undefined;
    case 'e':
      return dot < 0 ? '' : name.slice(dot + 1);
    case 'c':
      return folder.split('/').at(-1) ?? '';
    default:
      return undefined;
  }
};
