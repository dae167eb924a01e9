import type { Value } from '../../languages/dockerfile/expand.ts';
import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { anyOf, interpreter, targets } from '../../languages/dockerfile/minds.ts';
import type { Edit } from '../../text/edit.ts';
import { copiedTrees, copyTarget, pythonOf } from '../reading/dockerfile/python.ts';
import { withPython } from '../reading/dockerfile/retag.ts';
import { servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Finding, type Fix, fix, replace, type Subject } from '../rule.ts';

/** `/usr/local/lib/python3.12/site-packages`: the folder of one minor. */
const versioned = /\/lib\/python(3\.\d+)(?=\/|$)/;

/** A Python looks only in the folders of its own minor, and only there modules fit that were compiled for it. */
export default defineRule({
  id: 'dockerfile/stage-python-minor-mismatch',
  title: 'Packages are copied between stages with the same Python',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R01'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: anyOf(targets, interpreter),
  *check(subject) {
    for (const into of subject.facts.stages) {
      const byStage = new Map<Stage, Mismatch[]>();
      for (const copy of into.copies) {
        const from = copy.stage;
        const found = from ? mismatches(subject, into, copy, from) : [];
        if (from && found.length > 0) byStage.set(from, [...(byStage.get(from) ?? []), ...found]);
      }
      // Two stages that differ are one cause, however much is copied.
      for (const [from, all] of byStage) yield* finding(subject, into, from, all);
    }
  },
});

/** One path that is copied in vain. */
interface Mismatch {
  readonly copy: Copy;
  readonly source: Value;
  /** `absent`: the stage it comes from has no such version; `unread`: the other never looks there; `renamed`: it is put where that looks. */
  readonly is: 'absent' | 'unread' | 'renamed';
  readonly path: string;
  /** The version in the path; nothing for an environment. */
  readonly minor: string | undefined;
}

const mismatches = (subject: Subject<'dockerfile'>, into: Stage, copy: Copy, from: Stage): readonly Mismatch[] => {
  const theirs = pythonOf(subject, from);
  const ours = pythonOf(subject, into);
  if (!theirs || !ours) return [];
  const trees = copiedTrees(into, copy);
  return copy.sources.flatMap((source): readonly Mismatch[] => {
    const path = source.known ? absolute('/', source.text) : undefined;
    if (path === undefined) return [];
    const minor = versioned.exec(path)?.[1];
    if (minor && path.startsWith(`${theirs.prefix}/`) && minor !== theirs.minor) return [{ copy, source, path, minor, is: 'absent' }];
    const tree = trees.some((one) => one.source === source && !one.tree.ownPython);
    if (ours.minor === theirs.minor || minor === ours.minor || (!minor && !tree)) return [];
    // Somebody who puts them under the other version's name may know that they are plain Python.
    const renamed = versioned.exec(copyTarget(into, copy) ?? '')?.[1] === ours.minor;
    return [{ copy, source, path, minor, is: renamed ? 'renamed' : 'unread' }];
  });
};

function* finding(subject: Subject<'dockerfile'>, into: Stage, from: Stage, all: readonly Mismatch[]): Iterable<Finding> {
  const theirs = pythonOf(subject, from);
  const ours = pythonOf(subject, into);
  const [first, ...more] = all;
  if (!theirs || !ours || !first) return;
  const { uri } = subject;
  const [one, other] = [stageName(from), stageName(into)];
  const same = ours.minor === theirs.minor;
  const messages: Readonly<Record<Mismatch['is'], string>> = {
    absent: `${one[0]?.toUpperCase()}${one.slice(1)} has Python ${theirs.minor}, so there is no \`${first.path}\` in it and the build ends here; ${same ? `write \`python${theirs.minor}\`` : `build both stages from the same Python, for ${other} has ${ours.minor}`}`,
    renamed: `The packages of ${one} are for Python ${theirs.minor}: compiled modules among them are not found by the Python ${ours.minor} of ${other}; build both stages from the same Python`,
    unread: `The packages of ${one} are for Python ${theirs.minor}, and the Python ${ours.minor} of ${other} never looks in its folder, so every import fails; build both stages from the same Python`,
  };
  const severity = eased('error', servesDevelopment(subject, into));
  yield {
    at: { uri, span: first.source.span },
    message: messages[first.is],
    severity: eased(
      severity,
      all.every(({ is }) => is === 'renamed'),
    ),
    related: [
      { at: { uri, span: from.image.span }, message: `Python ${theirs.minor}` },
      ...more.map(({ source }) => ({ at: { uri, span: source.span }, message: 'And this' })),
    ],
    fixes: () => {
      const minors = new Set(all.map(({ minor }) => minor));
      if (same) return first.minor ? renamed(subject, all, first.minor, theirs.minor) : [];
      const raise = minors.has(ours.minor) ? [] : withPython(subject, into, ours.minor, theirs.minor);
      // Paths with the version of the one stage tell which of the two is meant.
      const lower = minors.has(undefined) || minors.has(ours.minor) ? withPython(subject, from, theirs.minor, ours.minor) : [];
      return [...raise, ...lower];
    },
  };
}

/** The version's folder under its right name, in all paths of the copies. */
const renamed = ({ uri, text }: Subject<'dockerfile'>, all: readonly Mismatch[], wrong: string, right: string): readonly Fix[] => {
  const values = new Set(all.flatMap(({ copy: { sources, destination } }) => [...sources, ...(destination ? [destination] : [])]));
  const edits = [...values].flatMap(({ span }): readonly Edit[] => {
    const at = text.slice(span.from, span.to).search(new RegExp(`/python${wrong.replace('.', '\\.')}(?=/|$)`));
    const from = span.from + at + '/python'.length;
    return at < 0 ? [] : [replace({ from, to: from + wrong.length }, right)];
  });
  return edits.length > 0 ? [fix(`Copy from \`python${right}\``, false, uri, ...edits)] : [];
};
