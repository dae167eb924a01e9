import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import { collecting } from '../../languages/dockerfile/minds.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { memo } from '../../languages/memo.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { filesOf, type Project } from '../../project/project.ts';
import { uriOf } from '../../project/settings/ask.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { type Needs, needsCollected } from '../reading/static.ts';
import { defineRule, type Fix, fix } from '../rule.ts';

/** Pages ask for collected files, and nothing collects them. */
export default defineRule({
  id: 'project/collectstatic-missing',
  title: 'Static files are collected somewhere',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X06', 'R34'],
  reads: 'project',
  each: 'deployment',
  minds: collecting,
  *check(project, knowledge, only) {
    if (!project.complete) return;
    const told = new Set<Stage>();
    for (const deployment of deploymentsFor(project, only)) {
      const { image } = deployment;
      if (!image || told.has(image.stage) || image.by === 'only') continue;
      const needs = needsCollected(knowledge, deployment);
      if (!needs || !isSurelyEmpty(project, deployment)) continue;
      told.add(image.stage);
      const brings = bringsManage(project, deployment);
      yield {
        at: { uri: image.facts.uri, span: (brings?.instruction ?? image.stage.from).content },
        ...(needs.pages ? {} : { severity: 'warning' as const }),
        message: `Nothing runs \`collectstatic\`, neither here nor when \`${deployment.name}\` starts, ${harm[needs.by]}; add \`RUN python manage.py collectstatic --noinput\` below the COPY of the sources`,
        related: [
          {
            at: needs.at,
            message:
              needs.by === 'manifest'
                ? 'This storage reads a manifest that collectstatic writes'
                : 'WhiteNoise serves what collectstatic collects',
          },
        ],
        fixes: () => fixes(project, deployment, brings),
      };
    }
  },
});

const harm: Readonly<Record<Needs['by'], string>> = {
  manifest: 'so every page with a static file ends with 500 ("Missing staticfiles manifest entry")',
  whitenoise: 'so WhiteNoise has nothing to serve and pages come without styles and scripts',
};

/** Platforms that collect by themselves, or have a step for it that is written in a form of their own. */
const platforms =
  /^(?:app\.json|render\.yaml|fly\.toml|railway\.(?:json|toml)|nixpacks\.toml|captain-definition|\.platform|\.ebextensions|zappa_settings\.\w+|heroku\.yml|fabfile\.py|Jenkinsfile|noxfile\.py|tasks\.py|justfile|Taskfile\.ya?ml|bitbucket-pipelines\.yml|azure-pipelines\.yml|\.circleci|\.drone\.yml|ansible)$/i;

/** Nothing collects, nothing that could was left unread, and the files come into the image in no other way. */
const isSurelyEmpty = (project: Project, { image, static: files, volumes, view }: Deployment): boolean => {
  if (!image || !files.complete || files.collected.length > 0 || files.root.state !== 'known' || !view) return false;
  const { stage, facts } = image;
  const root = files.root.value;
  const base = stage.base;
  if (
    facts.template ||
    !base ||
    base.family === 'other' ||
    chainOf(stage).some(({ steps }) => steps.some(({ instruction }) => instruction.name === 'ONBUILD'))
  )
    return false;
  if (volumes.some(({ target }) => target.state !== 'known' || within(target.value, root) || within(root, target.value))) return false;
  // Collected on somebody's machine, and copied with the rest.
  const uri = uriOf(view.get('STATIC_ROOT')?.value);
  if (uri && project.exists(uri) !== false) return false;
  const from = originOf(imageFiles(project, facts), stage, `${root}/staticfiles.json`);
  if (from.is !== 'absent') return false;
  return !mentions(project) && !project.list(project.root).some(({ name }) => platforms.test(name));
};

/** Whether any file speaks of collectstatic. */
const mentions = (project: Project): boolean => filesOf(project).some(({ parsed }) => says(parsed));
const says = memo(({ file: { text } }: { readonly file: { readonly text: string } }): boolean => /collectstatic|collect_static/.test(text));

/** The COPY that brings manage.py into the last stage. */
const bringsManage = (project: Project, { image, django }: Deployment): Copy | undefined => {
  if (!image || !django?.manage) return undefined;
  const { stage, facts } = image;
  const files = imageFiles(project, facts);
  const folder = stage.workdir?.known ? stage.workdir.text : undefined;
  const path = absolute(folder, 'manage.py');
  if (!path || originOf(files, stage, path).is !== 'context') return undefined;
  return stage.copies.findLast(({ from, destination }) => {
    const to = destination?.known ? absolute(folder, destination.text) : undefined;
    return !from && to !== undefined && within(to, path);
  });
};

/** The last COPY from there on, for what other stages built is collected too; up to where the rights change hands. */
const lastOf = ({ steps }: Stage, brings: Copy): Instruction => {
  let last: Instruction = brings.instruction;
  let below = false;
  for (const { instruction } of steps) {
    below ||= instruction === brings.instruction;
    if (below && instruction.name === 'USER') break;
    if (below && (instruction.name === 'COPY' || instruction.name === 'ADD')) last = instruction;
  }
  return last;
};

const fixes = (project: Project, { image }: Deployment, brings: Copy | undefined): readonly Fix[] => {
  const text = image && project.file(image.facts.uri)?.parsed.file.text;
  if (!image || text === undefined || !brings) return [];
  const line = 'RUN python manage.py collectstatic --noinput';
  return [fix('Collect static files in the image', false, image.facts.uri, linesBelow(text, lastOf(image.stage, brings), line))];
};
