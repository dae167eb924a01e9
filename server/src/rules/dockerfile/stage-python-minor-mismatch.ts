import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
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
  by: 'stage',
  *check(subject) {
    for (const stage of subject.facts.stages) {
      for (const copy of stage.copies) if (copy.stage) yield* judge(subject, stage, copy, copy.stage);
    }
  },
});

function* judge(subject: Subject<'dockerfile'>, into: Stage, copy: Copy, from: Stage): Iterable<Finding> {
  const theirs = pythonOf(subject, from);
  const ours = pythonOf(subject, into);
  if (!theirs || !ours) return;
  const severity = eased('error', servesDevelopment(subject, into));
  const trees = copiedTrees(into, copy);
  for (const source of copy.sources) {
    const path = source.known ? absolute('/', source.text) : undefined;
    const minor = path && versioned.exec(path)?.[1];
    if (path && minor && path.startsWith(`${theirs.prefix}/`) && minor !== theirs.minor) {
      yield {
        at: { uri: subject.uri, span: source.span },
        message: `${sentence(stageName(from))} has Python ${theirs.minor}, so there is no \`${path}\` in it and the build ends here; write \`python${theirs.minor}\`${ours.minor === theirs.minor ? '' : `, and build both stages from the same Python, for ${stageName(into)} has ${ours.minor}`}`,
        severity,
        fixes: () => (ours.minor === theirs.minor ? renamed(subject, copy, minor, theirs.minor) : []),
      };
      continue;
    }
    const tree = trees.find((one) => one.source === source && !one.tree.ownPython);
    if (ours.minor === theirs.minor || (!minor && !tree)) continue;
    if (minor && minor === ours.minor) continue;
    // Somebody who puts them under the other version's name may know that they are plain Python.
    const moved = versioned.exec(copyTarget(into, copy) ?? '')?.[1] === ours.minor;
    yield {
      at: { uri: subject.uri, span: source.span },
      message: moved
        ? `The packages of ${stageName(from)} are for Python ${theirs.minor}: compiled modules among them are not found by the Python ${ours.minor} of ${stageName(into)}; build both stages from the same Python`
        : `The packages of ${stageName(from)} are for Python ${theirs.minor}, and the Python ${ours.minor} of ${stageName(into)} never looks in its folder, so every import fails; build both stages from the same Python`,
      severity: eased(severity, moved),
      related: [{ at: { uri: subject.uri, span: from.from.content }, message: `Python ${theirs.minor}` }],
      fixes: () => [
        ...withPython(subject, into, ours.minor, theirs.minor),
        ...(minor ? [] : withPython(subject, from, theirs.minor, ours.minor)),
      ],
    };
  }
}

const sentence = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** The version's folder under its right name, in all paths of the copy. */
const renamed = ({ uri, text }: Subject<'dockerfile'>, { sources, destination }: Copy, wrong: string, right: string): readonly Fix[] => {
  const edits = [...sources, ...(destination ? [destination] : [])].flatMap(({ span }): readonly Edit[] => {
    const at = text.slice(span.from, span.to).search(new RegExp(`/python${wrong.replace('.', '\\.')}(?=/|$)`));
    const from = span.from + at + '/python'.length;
    return at < 0 ? [] : [replace({ from, to: from + wrong.length }, right)];
  });
  return edits.length > 0 ? [fix(`Copy from \`python${right}\``, false, uri, ...edits)] : [];
};
