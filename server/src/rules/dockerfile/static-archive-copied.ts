import type { Stage } from '../../languages/dockerfile/facts.ts';
import { minding, systemInstalls } from '../../languages/dockerfile/minds.ts';
import { replace } from '../../text/edit.ts';
import { shippedLayers } from '../reading/dockerfile/shipped.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** An archive of object files is read by the linker of a compiler, never by a program that runs. */
export default defineRule({
  id: 'dockerfile/static-archive-copied',
  title: 'No static libraries in the shipped image',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: minding(systemInstalls),
  *check(subject) {
    for (const stage of shippedLayers(subject)) {
      if (compiles(stage)) continue;
      for (const { sources, from, instruction } of stage.copies) {
        if (!from) continue;
        for (const [i, { text, span }] of sources.entries()) {
          if (!/\.l?a$/.test(text) || !/(?:^|\/)lib[^/]*$/.test(text)) continue;
          yield {
            at: { uri: subject.uri, span },
            message: `\`${text.replace(/^.*\//, '')}\` is a static library, which only a compiler reads; nothing in this image uses it, so leave it out`,
            fixes: () => fixes(subject, instruction, sources, i),
          };
        }
      }
    }
  },
});

type Copy = Stage['copies'][number];

const compiles = (stage: Stage): boolean =>
  systemPackages(stage).some(({ name }) => /^(?:gcc|g\+\+|clang|build-essential|build-base)/.test(name)) ||
  (stage.parent !== undefined && compiles(stage.parent));

const fixes = (
  { uri, text }: Subject<'dockerfile'>,
  instruction: Copy['instruction'],
  sources: Copy['sources'],
  i: number,
): readonly Fix[] => {
  const source = sources[i];
  if (!source || instruction.json) return [];
  if (sources.length === 1) return [fix('Remove the COPY', true, uri, replace(instruction.span, ''))];
  const next = instruction.words[i + 1];
  const before = text.slice(instruction.content.from, source.span.from);
  // Up to the next word, with what continues the line in between; a comment there stays.
  const between = next ? text.slice(source.span.to, next.span.from) : '';
  return !next || between.includes('#') || before.trim() === ''
    ? []
    : [fix(`Leave \`${source.text.replace(/^.*\//, '')}\` out`, true, uri, replace({ from: source.span.from, to: next.span.from }, ''))];
};
