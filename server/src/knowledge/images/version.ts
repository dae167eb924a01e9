// Comparison of dotted numbers, as tags and releases have them.

const parts = (version: string): readonly number[] => version.split('.').map((part) => Number.parseInt(part, 10) || 0);

/**
 * Which of two dotted numbers is the later: negative, zero or positive. A missing part counts as `open`: 0 for plain versions,
 * Infinity for tags, where `3.12` means the newest of its line.
 */
export const compareVersions = (a: string, b: string, open = 0): number => {
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [one, other] = [left[at] ?? open, right[at] ?? open];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
};
