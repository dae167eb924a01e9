import { URI, Utils } from 'vscode-uri';

/** The address of a file, always in the spelling that `uri` gives it, so that equal files have equal strings. */
export type Uri = string & { readonly brand: 'Uri' };

/** Brings any spelling of an address (`file:///c%3A/x`, `file:///C:/x`) into the one we compare by. */
export const uri = (text: string): Uri => URI.parse(text).toString() as Uri;

/** The address of a file on disk, from its absolute path. */
export const uriOfPath = (path: string): Uri => URI.file(path).toString() as Uri;

/** The file-system path of an address, in the platform's own spelling. */
export const pathOf = (address: Uri): string => URI.parse(address).fsPath;

/** Taking an address apart is slow, and the same few are asked about over and over. */
const paths = new Map<string, string>();
const mostPaths = 50_000;

/** The decoded path part, with `/` on every platform: what names and folders are judged by. */
export const slashPath = (address: Uri): string => {
  const before = paths.get(address);
  if (before !== undefined) return before;
  const { path } = URI.parse(address);
  if (paths.size >= mostPaths) paths.clear();
  paths.set(address, path);
  return path;
};

/** Whether a folder or file is named by a template (`{{cookiecutter.slug}}/Dockerfile`), so that its text is one as well. */
export const isTemplatePath = (address: Uri): boolean => /\{\{.*\}\}/.test(slashPath(address));

/** The last part of the path. */
export const baseName = (address: Uri): string => {
  const path = slashPath(address);
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
};

const parents = new Map<string, Uri>();

/** The folder that holds the file or folder. */
export const parent = (address: Uri): Uri => {
  const before = parents.get(address);
  if (before !== undefined) return before;
  const found = Utils.dirname(URI.parse(address)).toString() as Uri;
  if (parents.size >= mostPaths) parents.clear();
  parents.set(address, found);
  return found;
};

/** Follows a relative or absolute POSIX path from a folder: `resolve(folder, '../x')`. */
export const resolve = (folder: Uri, path: string): Uri => Utils.resolvePath(URI.parse(folder), path).toString() as Uri;

/** True when the file lies in the folder, however deep. */
export const isInside = (folder: Uri, file: Uri): boolean => file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** The path of a file as seen from a folder, decoded, with `/`; the whole path when it lies elsewhere. */
export const relative = (folder: Uri, file: Uri): string => {
  if (!isInside(folder, file)) return slashPath(file);
  const path = slashPath(folder);
  return slashPath(file).slice(path.endsWith('/') ? path.length : path.length + 1);
};
