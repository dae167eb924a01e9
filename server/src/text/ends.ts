// What a keystroke leaves as it is: most of a file, some characters further on.
/** Texts are compared this many characters at a time, until they differ. */
const stride = 1024;

/** How many characters two texts share at their beginnings and, behind that, at their ends. */
export const sameEnds = (before: string, after: string): { readonly head: number; readonly tail: number } => {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head + stride < most && before.slice(head, head + stride) === after.slice(head, head + stride)) head += stride;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  const [b, a] = [before.length, after.length];
  let tail = 0;
  while (tail + stride < most - head && before.slice(b - tail - stride, b - tail) === after.slice(a - tail - stride, a - tail))
    tail += stride;
  while (tail < most - head && before.charCodeAt(b - 1 - tail) === after.charCodeAt(a - 1 - tail)) tail++;
  return { head, tail };
};
