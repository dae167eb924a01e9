import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { anyOf, requirements, targets, unread } from '../../languages/dockerfile/minds.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { nativeOf } from '../reading/dockerfile/built-from-source.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { copiedTrees } from '../reading/dockerfile/python.ts';
import { servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Subject } from '../rule.ts';

/** Alpine has another C library than everybody else. */
export default defineRule({
  id: 'dockerfile/libc-mismatch',
  title: 'Packages are not copied between Alpine and Debian',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R04'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: anyOf(requirements, targets, unread),
  *check(subject) {
    const { uri } = subject;
    for (const into of subject.facts.stages) {
      const ours = imageOf(subject, into);
      if (!ours || ours.family === 'none') continue;
      for (const copy of into.copies) {
        const theirs = copy.stage && imageOf(subject, copy.stage);
        if (!copy.stage || !theirs || theirs.family === 'none' || (theirs.family === 'alpine') === (ours.family === 'alpine')) continue;
        const source = packagesIn(into, copy);
        const compiled = source && compiledIn(subject, copy.stage);
        if (!source || compiled === false) continue;
        const [one, other] = theirs.family === 'alpine' ? ['musl', 'glibc'] : ['glibc', 'musl'];
        yield {
          at: { uri, span: source.span },
          message: `These packages are for ${one}, the C library of ${stageName(copy.stage)}, and ${stageName(into)} has ${other}: ${compiled ? `compiled modules such as those of \`${compiled}\`` : 'compiled modules among them'} cannot be loaded, so their import fails; build both stages on one distribution`,
          severity: eased(compiled ? 'error' : 'warning', servesDevelopment(subject, into)),
          related: [{ at: { uri, span: copy.stage.image.span }, message: one }],
        };
        break;
      }
    }
  },
});

const packagesIn = (into: Stage, copy: Copy) =>
  copiedTrees(into, copy)[0]?.source ??
  copy.sources.find(({ text, known }) => known && /\/(?:site|dist)-packages\/?$|\/lib\/python3\.\d+\/?$/.test(absolute('/', text) ?? ''));

/** A distribution with compiled modules, whether from a wheel or not; false when there is none, nothing when that is not known. */
const compiledIn = (subject: Subject<'dockerfile'>, from: Stage): string | false | undefined => {
  const { byName, complete, locked } = imageRequirements(subject.project, subject.facts, from);
  for (const one of byName.values()) if (nativeOf(subject, one)?.kind === 'compiled') return one.name;
  return complete && locked ? false : undefined;
};
