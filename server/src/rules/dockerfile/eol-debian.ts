import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { readImage } from '../../languages/dockerfile/image.ts';
import { replace } from '../../text/edit.ts';
import { judgeImages } from '../reading/dockerfile/begun.ts';
import { runsPython } from '../reading/dockerfile/python-image.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { distributionOf, endedOn, monthOf } from '../reading/life.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** A distribution at its end keeps the holes of every library it brings. */
export default defineRule({
  id: 'dockerfile/eol-debian',
  title: 'The distribution still gets security fixes',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R42'],
  reads: 'dockerfile',
  check(subject) {
    const { uri, facts, knowledge, project } = subject;
    const { today } = project.config;
    return judgeImages(subject, (stage, image) => {
      if (!(image.kind === 'python' || image.kind === 'uv' || runsPython(stage))) return undefined;
      const { name, life } = distributionOf(knowledge.images, image);
      const end = endedOn(life, today);
      if (!end) return undefined;
      // The rule on Python tells of both, and the one on archived releases of what apt makes of it.
      if (isPythons(image) && image.python && endedOn(knowledge.images.pythonEnd(image.python), today)) return undefined;
      const archived = life && 'archived' in life && life.archived;
      if (archived && facts.stages.some((one) => chainOf(one)[0] === stage && usesApt(one))) return undefined;
      return {
        at: { uri, span: stage.image.span },
        message: `${name} has had no security fixes since ${monthOf(end)}, so the libraries under the application keep every hole found since; move to a release that is supported`,
        fixes: () => fixes(subject, stage, image),
      };
    });
  },
});

const isPythons = ({ kind }: ImageFacts): boolean => kind === 'python' || kind === 'uv';
const usesApt = ({ runs }: Stage): boolean => runs.some(({ command }) => /^(?:apt|apt-get|aptitude)$/.test(command.words[0]?.text ?? ''));

/** The same Python on the newest release it is published on. */
const fixes = (
  { uri, knowledge, project }: Subject<'dockerfile'>,
  { image }: Stage,
  { kind, family, python, slim, release }: ImageFacts,
): readonly Fix[] => {
  const { tag } = readImage(image.text);
  if (kind !== 'python' || !python || !tag || !release || image.written !== image.text || !image.text.endsWith(tag)) return [];
  const wanted = family === 'alpine' ? '-alpine' : slim ? '-slim-' : '-';
  const newest = project.config.today
    ? knowledge.images
        .pythonTags(project.config.today)
        .find((one) => one.startsWith(`${python}${wanted}`) && (slim || family === 'alpine' || !/slim|alpine/.test(one)))
    : undefined;
  const other = newest?.slice(newest.lastIndexOf('-') + 1);
  const written = family === 'alpine' ? `alpine${release}` : release;
  if (!other || !tag.includes(written)) return [];
  const better = tag.replace(written, other);
  return [fix(`Use \`${better}\``, false, uri, replace({ from: image.span.to - tag.length, to: image.span.to }, better))];
};
