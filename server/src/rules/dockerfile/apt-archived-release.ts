import type { Stage } from '../../languages/dockerfile/facts.ts';
import { readImage } from '../../languages/dockerfile/image.ts';
import { aptSources, minding } from '../../languages/dockerfile/minds.ts';
import { hasOtherSources } from '../reading/dockerfile/apt-sources.ts';
import { bottomOf, imageOf } from '../reading/dockerfile/image.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** Debian's mirrors drop a release a while after its end. */
export default defineRule({
  id: 'dockerfile/apt-archived-release',
  title: 'apt-get finds its release on the mirrors',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R11'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /apt/,
  minds: minding(aptSources),
  *check(subject) {
    const { uri, facts, knowledge } = subject;
    const told = new Set<Stage>();
    for (const stage of facts.stages) {
      const bottom = bottomOf(stage);
      const image = imageOf(subject, stage);
      if (image?.family !== 'debian' || image.release === undefined || told.has(bottom)) continue;
      if (knowledge.images.debianEnd(image.release)?.archived !== true || !usesApt(stage) || hasOtherSources(stage)) continue;
      told.add(bottom);
      yield {
        at: { uri, span: bottom.image.span },
        message: `Debian ${image.release} has left the mirrors, so \`apt-get update\` answers 404 and the build ends; build on a release that is still there, such as bookworm`,
        fixes: () => newer(subject, bottom),
      };
    }
  },
});

const usesApt = (stage: Stage): boolean =>
  chainOf(stage).some(({ runs }) =>
    runs.some(
      ({ command: { words, certain, after } }) =>
        certain && after !== '||' && /^(?:apt|apt-get)$/.test(words[0]?.text ?? '') && words.some(({ text }) => text === 'update'),
    ),
  );

/** The same tag on the releases that have fixes; only what was published. */
const newer = ({ uri, text, knowledge, project }: Subject<'dockerfile'>, { image }: Stage): readonly Fix[] => {
  const { span } = image;
  const written = text.slice(span.from, span.to);
  const today = project.config.today ?? knowledge.images.dated();
  return ['bookworm', 'trixie'].flatMap((release): readonly Fix[] => {
    const name = written.replace(/(?<=[:-])(?:jessie|stretch|buster)(?=$|-)/, release);
    const found = name === written || name.includes('$') || name.includes('@') ? undefined : knowledge.images.image(readImage(name), today);
    const alive = (knowledge.images.debianEnd(release)?.end ?? '') >= today;
    return found && alive && found.published !== 'never' && (found.kind === 'debian' || found.published)
      ? [fix(`Build on \`${name}\``, false, uri, replace(span, name))]
      : [];
  });
};
