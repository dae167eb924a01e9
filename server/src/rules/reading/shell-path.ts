/** What of a path only a shell would fill in: `~`, `$HOME`, a pattern; nothing for a path that is one. */
export const shellWords = (path: string): string | undefined => {
  if (/^~(?:\w*)(?:\/|$)/.test(path)) return '`~`';
  const variable = /\$\w+/.exec(path)?.[0];
  return variable ? `\`${variable}\`` : undefined;
};
