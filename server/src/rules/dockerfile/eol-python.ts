import { imageOf } from '../reading/dockerfile/image.ts';
import { isForeignFile, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { distributionOf, endedOn, monthOf } from '../reading/life.ts';
import { together } from '../reading/together.ts';
import { defineRule, type Finding, type Subject } from '../rule.ts';

/** A Python that nobody mends any more keeps every hole that is found from now on. */
export default defineRule({
  id: 'dockerfile/eol-python',
  title: 'Python still gets security fixes',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R42'],
  reads: 'dockerfile',
  check: (subject) => together([...each(subject)]),
});

function* each(subject: Subject<'dockerfile'>): Generator<Finding> {
  const { uri, facts, knowledge, project } = subject;
  const { today } = project.config;
  if (isForeignFile(subject)) return;
  for (const stage of facts.stages) {
    if (stage.parent || servesDevelopment(subject, stage)) continue;
    const image = imageOf(subject, stage);
    // The Python of a distribution lives as long as the distribution.
    if (!image?.python || (image.kind !== 'python' && image.kind !== 'uv')) continue;
    const end = endedOn(knowledge.images.pythonEnd(image.python), today);
    if (!end) continue;
    const { name, life } = distributionOf(knowledge.images, image);
    const both = endedOn(life, today) ? `, and ${name} neither` : '';
    yield {
      at: { uri, span: stage.image.span },
      message: `Python ${image.python} has had no security fixes since ${monthOf(end)}${both}, and new releases of Django and other packages leave it out; move to a supported minor`,
    };
  }
}
