import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { replace } from '../../text/edit.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** The standard library belongs to one interpreter, down to the patch release. */
export default defineRule({
  id: 'dockerfile/stdlib-copied',
  title: "Packages are copied between stages, not Python's own library",
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: /--from/,
  *check(subject) {
    for (const stage of subject.facts.stages) {
      const lone = stage.copies.filter((copy) => copy.stage);
      for (const copy of lone) {
        for (const [i, source] of copy.sources.entries()) {
          const what = standard.exec(source.text.replace(/\/$/, ''));
          if (!what || !source.known || !copy.stage || bringsLibrary(lone) || !hasPython(subject, copy.stage) || !hasPython(subject, stage))
            continue;
          const same = bottomImage(copy.stage) === bottomImage(stage);
          yield {
            at: { uri: subject.uri, span: source.span },
            message: `${
              what[2]
                ? "`lib-dynload` holds Python's own compiled modules"
                : `\`${source.text}\` is Python's own library with its compiled modules`
            }, which this stage has already${
              same ? '' : ' and which must fit its interpreter to the patch release: the two tags may not be of one day'
            }; copy ${what[2] ? 'the packages alone' : '`site-packages` alone'}`,
            severity: same ? 'info' : 'warning',
            related: [{ at: { uri: subject.uri, span: copy.stage.image.span }, message: 'The Python it comes from' }],
            fixes: () => fixes(subject, copy, i, what[2] !== undefined),
          };
        }
      }
    }
  },
});

/** `/usr/local/lib/python3.12`, or its `lib-dynload`. */
const standard = /^\/usr\/local\/lib\/python3\.\d+(\/(lib-dynload))?$/;

/** The interpreter itself comes along. */
const bringsLibrary = (copies: readonly Copy[]): boolean =>
  copies.some(({ sources }) => sources.some(({ text }) => /^\/usr(?:\/local(?:\/lib)?)?\/?$|\/libpython3/.test(text)));

const hasPython = (subject: Subject<'dockerfile'>, stage: Stage): boolean => {
  const image = imageOf(subject, stage);
  return image?.kind === 'python' || (image?.kind === 'uv' && image.python !== undefined);
};

const bottomImage = (stage: Stage): string => (stage.parent ? bottomImage(stage.parent) : stage.image.text);

const fixes = ({ uri, text }: Subject<'dockerfile'>, copy: Copy, i: number, dynload: boolean): readonly Fix[] => {
  const { sources, destination, instruction } = copy;
  const source = sources[i];
  if (!source || instruction.json) return [];
  if (dynload) return sources.length === 1 ? [fix('Remove the COPY', true, uri, replace(instruction.span, ''))] : [];
  const same = destination?.text.replace(/\/$/, '') === source.text.replace(/\/$/, '') && destination.written === destination.text;
  if (sources.length !== 1 || !destination || !same || source.written !== source.text) return [];
  const packages = (word: typeof source) =>
    replace(word.span, `${text.slice(word.span.from, word.span.to).replace(/\/$/, '')}/site-packages`);
  return [fix('Copy `site-packages` alone', true, uri, packages(source), packages(destination))];
};
