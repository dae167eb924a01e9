import { environmentsOf } from '../../languages/dockerfile/environments.ts';
import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, filesOf, within } from '../../languages/dockerfile/files.ts';
import { fileMaking, minding, targets } from '../../languages/dockerfile/minds.ts';
import type { Edit } from '../../text/edit.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { mayBring } from '../reading/dockerfile/may-bring.ts';
import { packageTrees } from '../reading/dockerfile/python.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** What one builds in a stage to copy it, by the usual names of its folder. */
const products = [
  { what: 'environment', named: /(?:^|\/)\.?v?env$|(?:^|\/)virtualenv$/ },
  { what: 'wheels', named: /(?:^|\/)wheel(?:s|house)?$/ },
  { what: 'packages', named: /(?:^|\/)(?:install|packages|deps|dependencies|prefix)$/ },
] as const;

/** A COPY from a stage takes only what the stage has. */
export default defineRule({
  id: 'dockerfile/copied-path-not-produced',
  title: 'What is copied from a stage was made in it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R07'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  // What names the folder in any RUN may make it, and so may what unpacks or starts something.
  minds: minding(
    targets,
    fileMaking,
    /^\s*(?:copy|add)\b|\.sh\b|\b(?:make|tar|unzip)\b|\/(?:\.?v?env|virtualenv|wheel|install|packages|deps|dependencies|prefix)/,
  ),
  *check(subject) {
    const { uri } = subject;
    for (const into of subject.facts.stages) {
      for (const copy of into.copies) {
        const from = copy.stage;
        if (!from || !imageOf(subject, from)) continue;
        for (const source of copy.sources) {
          const path = source.known ? absolute('/', source.text) : undefined;
          const product = products.find(({ named }) => path && named.test(path));
          if (!path || !product) continue;
          const places = placesOf(from, product.what);
          const [made, more] = places;
          if (made === undefined || places.includes(undefined) || places.some((one) => one && (within(one, path) || within(path, one))))
            continue;
          if (mayHave(subject, from, path)) continue;
          yield {
            at: { uri, span: source.span },
            message: `Nothing in ${stageName(from)} makes \`${path}\`, so the build ends at this COPY; ${product.what === 'environment' ? 'its environment is' : `its ${product.what} are`} in \`${made}\``,
            fixes: () => (more === undefined ? corrected(subject, into, copy, path, made) : []),
          };
        }
      }
    }
  },
});

/** Where a stage puts such things; nothing among them where one place is not known. */
const placesOf = (stage: Stage, what: (typeof products)[number]['what']): readonly (string | undefined)[] => {
  const all = chainOf(stage);
  if (what === 'environment') return all.flatMap((one) => environmentsOf(one).map(({ path }) => path));
  if (what === 'packages') return packageTrees(stage).flatMap(({ path, is }) => (is === 'prefix' ? [path] : []));
  return all.flatMap((one) =>
    one.runs.flatMap(({ installation, step }) => {
      if (installation?.verb !== 'wheel') return [];
      const folder = installation.options.findLast(({ name }) => name === '-w' || name === '--wheel-dir')?.value;
      return [folder === undefined ? undefined : absolute(step.workdir?.known ? step.workdir.text : undefined, folder)];
    }),
  );
};

/** The path where it is written by itself, not as a part of another. */
const mention = (path: string): RegExp => new RegExp(`(?<![\\w./-])${path.replace(/[^\w/]/g, '\\$&')}(?![\\w.-])`, 'g');

/** Something else may make it: a copy into a folder above it, a command that names it, or one whose work is not known. */
const mayHave = (subject: Subject<'dockerfile'>, stage: Stage, path: string): boolean =>
  chainOf(stage).some(
    (one) =>
      one.copies.some((copy) => mayBring(subject, one, copy, path)) ||
      filesOf(one).some(
        ({ does, kind, instruction, path: made }) =>
          does === 'make' && (within(path, made) || (kind !== 'folder' && instruction.name === 'RUN' && within(made, path))),
      ) ||
      one.steps.some(
        ({ instruction: { name, script } }) =>
          name === 'RUN' && (mention(path).test(script.text) || /\.sh\b|\bmake\b|\btar\b|\bunzip\b/.test(script.text)),
      ),
  );

/** The path where it is, here and in the rest of the stage. */
const corrected = ({ uri, text }: Subject<'dockerfile'>, into: Stage, copy: Copy, wrong: string, right: string): readonly Fix[] => {
  const to = copy.destination?.known ? absolute('/', copy.destination.text) : undefined;
  const edits: Edit[] = [];
  const { from, to: end } = to === wrong ? into.span : copy.instruction.span;
  for (const { index } of text.slice(from, end).matchAll(mention(wrong))) {
    edits.push(replace({ from: from + index, to: from + index + wrong.length }, right));
  }
  return edits.length > 0 ? [fix(`Copy \`${right}\``, false, uri, ...edits)] : [];
};
