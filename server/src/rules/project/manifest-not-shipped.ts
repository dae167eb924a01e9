import { within } from '../../languages/dockerfile/files.ts';
import { collecting } from '../../languages/dockerfile/minds.ts';
import { collectedAt, copiesFrom } from '../../project/deployment/shipped-static.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { stageName } from '../reading/dockerfile/stages.ts';
import { needsCollected } from '../reading/static.ts';
import { defineRule, fix } from '../rule.ts';

/** Django needs the list of hashed names even where nginx has the files. */
export default defineRule({
  id: 'project/manifest-not-shipped',
  title: 'The manifest of static files is beside Django',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R34'],
  reads: 'project',
  each: 'deployment',
  minds: collecting,
  *check(project, knowledge, only) {
    if (!project.complete) return;
    const told = new Set<unknown>();
    for (const deployment of deploymentsFor(project, only)) {
      const { image, view, static: files, volumes } = deployment;
      const collected = files.collected.find(({ when, certain }) => when === 'build' && certain);
      const stage = collected?.stage;
      if (!image || !view || !stage || told.has(image.stage) || files.root.state !== 'known' || image.facts.template) continue;
      // With WhiteNoise all of the files are needed, and another rule speaks of them.
      if (
        files.servedBy.some(({ kind }) => kind === 'whitenoise') ||
        files.collected.some(({ when }) => when === 'start' || when === 'service')
      )
        continue;
      const needs = needsCollected(knowledge, deployment);
      const wanted = files.root.value;
      const found = collectedAt(project, image.facts, stage, view);
      if (needs?.by !== 'manifest' || !found || chainOf(image.stage).includes(stage)) continue;
      if (volumes.some(({ target }) => target.state !== 'known' || within(target.value, wanted) || within(wanted, target.value))) continue;
      const { root, manifests } = found;
      const copies = copiesFrom(image.stage, stage, root);
      if (!copies || copies.some(({ root: to, part }) => to !== undefined || part)) continue;
      const isCopied = manifests.some((path) => copiesFrom(image.stage, stage, path)?.some(({ root: to }) => to !== undefined));
      if (isCopied) continue;
      if (originOf(imageFiles(project, image.facts), image.stage, `${wanted}/staticfiles.json`).is !== 'absent') continue;
      told.add(image.stage);
      const last = copies.at(-1);
      const { uri } = image.facts;
      yield {
        at: last ? { uri, span: last.copy.instruction.content } : collected.at,
        ...(needs.pages ? {} : { severity: 'warning' as const }),
        message: `The storage reads \`staticfiles.json\` from STATIC_ROOT for every page, and ${stageName(image.stage)} does not get it, so pages with static files end with 500 though nginx has the files; copy \`${root}/staticfiles.json\` to \`${wanted}/\``,
        related: [
          { at: needs.at, message: 'This storage needs the manifest' },
          { at: collected.at, message: 'It is written here' },
        ],
        fixes: () => {
          const text = project.file(uri)?.parsed.file.text;
          if (text === undefined || !last?.copy.from || last.into !== image.stage) return [];
          const line = `COPY --from=${last.copy.from.text} ${root}/staticfiles.json ${wanted}/`;
          return [fix('Copy the manifest', false, uri, linesBelow(text, last.copy.instruction, line))];
        },
      };
    }
  },
});
