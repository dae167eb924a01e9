// What follows from the tables of tags: where the tags of python without a release lead.
import type { Since, UpTo, WrittenLine } from '../../server/src/knowledge/images/written.ts';

/** The chapter python-tags.yaml. */
export interface PythonTags {
  readonly defaults: { readonly debian: readonly Since[]; readonly alpine: readonly Since[] };
  readonly newest: readonly Since[];
  readonly lines: Readonly<Record<string, WrittenLine>>;
}

/** The default on the last day before `to`, or the newest one. */
const lastDefault = (defaults: readonly Since[], to: string | undefined): string =>
  defaults.findLast(({ from }) => to === undefined || from < to)?.release ?? '';

const before = (line: WrittenLine, defaults: readonly Since[], final: string): readonly UpTo[] => {
  const out: { upTo: string; release: string }[] = [];
  for (const [version, { to }] of Object.entries(line.patches ?? {})) {
    const release = lastDefault(defaults, to);
    const last = out.at(-1);
    if (last?.release === release) last.upTo = version;
    else out.push({ upTo: version, release });
  }
  if (out.at(-1)?.release === final) out.pop();
  return out;
};

/**
 * Every line with the releases that its tags without one led to last. A tag leads to what was the default on the last day it was
 * rebuilt: a patch release until the next one came, a line until its end.
 */
export const derivePython = ({ defaults, lines }: PythonTags): Readonly<Record<string, WrittenLine>> =>
  Object.fromEntries(
    Object.entries(lines).map(([name, line]) => {
      const debian = lastDefault(defaults.debian, line.to);
      const alpine = lastDefault(defaults.alpine, line.to);
      return [
        name,
        {
          ...line,
          debian,
          'debian-before': before(line, defaults.debian, debian),
          alpine,
          'alpine-before': before(line, defaults.alpine, alpine),
        },
      ];
    }),
  );
