// Paths as pathlib and os.path have them on POSIX systems.

/** `str(Path(text))`: no double slashes, no `.`, no slash at the end; `..` stays. */
export const purePath = (text: string): string => {
  // Two slashes in front, and only two, are something of their own.
  const root = /^\/\/(?!\/)/.test(text) ? '//' : text.startsWith('/') ? '/' : '';
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return root + parts.join('/') || '.';
};

/** `Path(a) / b`. */
export const joinPath = (a: string, b: string): string =>
  // Behind the root no second slash: two in front are another root.
  b.startsWith('/') ? purePath(b) : purePath(a.endsWith('/') ? a + b : `${a}/${b}`);

/** `os.path.join(…)`: a rooted part drops what stands before it. */
export const osJoin = (parts: readonly string[]): string => {
  let out = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    if (part.startsWith('/')) out = part;
    else out = out === '' || out.endsWith('/') ? out + part : `${out}/${part}`;
  }
  return out;
};

/** `os.path.dirname(text)`. */
export const osDirname = (text: string): string => {
  const head = text.slice(0, text.lastIndexOf('/') + 1);
  return /[^/]/.test(head) ? head.replace(/\/+$/, '') : head;
};

/** `Path(text).parent`. */
export const parentOf = (text: string): string => {
  const path = purePath(text);
  if (path === '.' || path === '/' || path === '//') return path;
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '.' : cut === 0 ? '/' : path.slice(0, cut);
};

/** The last part of a path; empty for a root. */
export const nameOf = (text: string): string => {
  const path = purePath(text);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === '.' ? '' : name;
};
