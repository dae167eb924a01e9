import { readManage } from '../../commands/manage.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
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
  *check(project) {
    const first = once();
    for (const deployment of shippedDeployments(project)) {
      const { volumes, image, launch } = deployment;
      if (!image || volumes.length > 0 || !launch?.programs.some(({ words }) => readManage(words)?.verb.text === 'collectstatic')) continue;
      const files = deployment.static;
      const built = files.collected.find(({ when, certain, stage }) => when === 'build' && certain && stage === image.stage);
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
