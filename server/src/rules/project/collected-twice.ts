import type { Stage } from '../../languages/dockerfile/facts.ts';
import { collecting } from '../../languages/dockerfile/minds.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding } from '../rule.ts';

/** What the image has already need not be collected at each start. */
export default defineRule({
  id: 'project/collected-twice',
  title: 'Static files are collected once',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R77'],
  reads: 'project',
  each: 'deployment',
  minds: collecting,
  *check(project, _, only) {
    const first = once();
    for (const { static: files, volumes, image } of shippedDeployments(project, only)) {
      if (!image || volumes.length > 0) continue;
      const built = files.collected.find(
        ({ when, certain, stage }) => when === 'build' && certain && stage && comesFrom(image.stage, stage),
      );
      const again = files.collected.find(({ when, certain }) => when === 'start' && certain);
      if (!built || !again || !first(again.at)) continue;
      yield {
        at: again.at,
        message:
          'The image has the static files already, and each container collects them once more before it serves its first request; take `collectstatic` away here, or from the build',
        related: [{ at: built.at, message: 'They are collected here' }],
      } satisfies Finding;
    }
  },
});

/** The stage itself, one it begins from, or one it copies from. */
const comesFrom = (stage: Stage, source: Stage): boolean =>
  chainOf(stage).some((one) => one === source || one.copies.some(({ stage: from }) => from && chainOf(from).includes(source)));
