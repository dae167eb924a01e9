import { judgeImages } from '../reading/dockerfile/begun.ts';
import { distributionOf, endedOn, monthOf } from '../reading/life.ts';
import { defineRule } from '../rule.ts';

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
  check(subject) {
    const { knowledge, project } = subject;
    const { today } = project.config;
    return judgeImages(subject, (stage, image) => {
      // The Python of a distribution lives as long as the distribution.
      if (!image.python || (image.kind !== 'python' && image.kind !== 'uv')) return undefined;
      const end = endedOn(knowledge.images.pythonEnd(image.python), today);
      if (!end) return undefined;
      const { name, life } = distributionOf(knowledge.images, image);
      const both = endedOn(life, today) ? `, and ${name} neither` : '';
      return {
        at: { uri: subject.uri, span: stage.image.span },
        message: `Python ${image.python} has had no security fixes since ${monthOf(end)}${both}, and new releases of Django and other packages leave it out; move to a supported minor`,
      };
    });
  },
});
