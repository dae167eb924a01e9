import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import { settingsInBuild } from '../../project/deployment/build-settings.ts';
import type { Collected, Deployment } from '../../project/deployment/deployment.ts';
import { allStages } from '../../project/deployment/images.ts';
import { collectedAt, copiesFrom, type StaticCopy } from '../../project/deployment/shipped-static.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import type { Project } from '../../project/project.ts';
import { uriOf } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { isInside, relative } from '../../text/uri.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { stageName } from '../reading/dockerfile/stages.ts';
import { needsCollected } from '../reading/static.ts';
import { isLikelyStatic } from '../reading/static-root-copy.ts';
import { defineRule, type Finding, type Fix, fix, replace } from '../rule.ts';

/** What one stage collects has to come into the stage that is shipped, at the place where Django looks for it. */
export default defineRule({
  id: 'project/static-result-not-shipped',
  title: 'Collected files come into the image that serves them',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X08', 'R33'],
  reads: 'project',
  each: 'deployment',
  *check(project, knowledge, only) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const deployment of deploymentsFor(project, only)) {
      const { image, view, static: files } = deployment;
      if (!image || !view || image.facts.template) continue;
      const collected = files.collected.find(({ when, certain }) => when === 'build' && certain);
      const findings: Finding[] = [];
      for (const stage of collected?.stage ? [collected.stage] : collectingBeside(project, image, view)) {
        if (collected && files.collected.some(({ when }) => when === 'start' || when === 'service')) continue;
        const root = collectedAt(project, image.facts, stage, view)?.root;
        if (root === undefined) continue;
        findings.push(...wrongSources(project, deployment, stage, root));
        // A COPY that takes another folder explains why the files are not there.
        if (findings.length === 0 && collected && needsCollected(knowledge, deployment))
          findings.push(...notShipped(project, deployment, collected, stage, root));
      }
      // Where pages need the files themselves, another rule says that nobody collects.
      if (findings.length === 0 && !needsCollected(knowledge, deployment)) findings.push(...neverCollected(project, deployment));
      for (const finding of findings) {
        const key = `${finding.at.uri} ${finding.at.span.from}`;
        if (told.has(key)) continue;
        told.add(key);
        yield finding;
      }
    }
  },
});

/** Stages of the same file that collect for another image, such as that of nginx. */
const collectingBeside = (project: Project, { facts }: NonNullable<Deployment['image']>, { uri }: SettingsView): readonly Stage[] =>
  allStages(project, facts).filter((stage) =>
    settingsInBuild(project, facts, stage).some(({ verb, view }) => verb === 'collectstatic' && view.uri === uri),
  );

/** A COPY, into any stage, that takes a folder of static files which the stage does not have. */
const wrongSources = function* (project: Project, { image, view }: Deployment, stage: Stage, root: string): Iterable<Finding> {
  if (!image || !view) return;
  const { facts } = image;
  const setting = view.get('STATIC_ROOT');
  for (const into of allStages(project, facts)) {
    for (const one of copiesFrom(into, stage, root) ?? []) {
      const { path, source, copy, part } = one;
      if (one.into !== into || one.root !== undefined || part || !isLikelyStatic(path) || !copy.stage) continue;
      if (mayHave(project, image.facts, copy.stage, path)) continue;
      yield {
        at: { uri: facts.uri, span: source.span },
        message: `Nothing in ${stageName(copy.stage)} makes \`${path}\`, so the build ends at this COPY: collectstatic writes to STATIC_ROOT, \`${root}\`; copy that`,
        related: setting ? [{ at: setting.value.at, message: 'STATIC_ROOT is set here' }] : [],
        fixes: () => {
          const text = project.file(facts.uri)?.parsed.file.text ?? '';
          const slash = source.text.endsWith('/') ? '/' : '';
          return text.slice(source.span.from, source.span.to) === source.text
            ? [fix(`Copy \`${root}\``, false, facts.uri, replace(source.span, `${root}${slash}`))]
            : [];
        },
      };
    }
  }
};

/** A COPY of STATIC_ROOT from an image in which nobody collects, and into which `.dockerignore` lets nothing that was collected outside. */
const neverCollected = function* (project: Project, { image, view, static: files }: Deployment): Iterable<Finding> {
  if (!image || !view || files.collected.some(({ when }) => when === 'build') || files.root.state !== 'known') return;
  const { facts, stage } = image;
  const root = files.root.value;
  const setting = view.get('STATIC_ROOT');
  const outside = uriOf(setting?.value);
  const context = contextOf(project, facts);
  if (!outside || !isInside(context.folder, outside) || sourceIn(project, context, relative(context.folder, outside))?.ignored !== true)
    return;
  for (const { copies } of allStages(project, facts)) {
    for (const copy of copies) {
      if (copy.stage !== stage) continue;
      const source = copy.sources.find(({ known, text }) => known && absolute('/', text)?.replace(/\/+$/, '') === root);
      if (!source || mayHave(project, facts, stage, root)) continue;
      yield {
        at: { uri: facts.uri, span: source.span },
        message: `Nothing in ${stageName(stage)} makes \`${root}\`, for nobody runs \`collectstatic\` there and \`.dockerignore\` leaves the folder out, so the build ends at this COPY; add \`RUN python manage.py collectstatic --noinput\` to ${stageName(stage)}`,
        related: setting ? [{ at: setting.value.at, message: 'STATIC_ROOT is set here' }] : [],
      };
    }
  }
};

const mayHave = (project: Project, facts: NonNullable<Deployment['image']>['facts'], stage: Stage, path: string): boolean => {
  const files = imageFiles(project, facts);
  if (originOf(files, stage, path).is !== 'absent' || originOf(files, stage, `${path}/x`).is === 'unknown') return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return chainOf(stage).some((one) =>
    one.steps.some(
      ({ instruction }) => instruction.name === 'RUN' && new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).test(instruction.script.text),
    ),
  );
};

const notShipped = function* (
  project: Project,
  deployment: Deployment,
  collected: Collected,
  stage: Stage,
  root: string,
): Iterable<Finding> {
  const { image, static: files, view, volumes } = deployment;
  if (!image || !view || files.root.state !== 'known') return;
  const { facts } = image;
  const wanted = files.root.value;
  if (chainOf(image.stage).includes(stage)) return;
  if (volumes.some(({ target }) => target.state !== 'known' || within(target.value, wanted) || within(wanted, target.value))) return;
  const copies = copiesFrom(image.stage, stage, root);
  if (!copies || copies.some(({ root: to, part, path }) => to === wanted || (part && /\.json$/.test(path)))) return;
  if (originOf(imageFiles(project, facts), image.stage, `${wanted}/staticfiles.json`).is !== 'absent') return;
  const elsewhere = copies.find(({ root: to }) => to !== undefined);
  // Without WhiteNoise only the manifest is needed, and another rule speaks of it.
  if (!elsewhere && !files.servedBy.some(({ kind }) => kind === 'whitenoise')) return;
  const setting = view.get('STATIC_ROOT');
  const related = [
    { at: collected.at, message: `Collected here, in ${stageName(stage)}` },
    ...(setting ? [{ at: setting.value.at, message: 'STATIC_ROOT is set here' }] : []),
  ];
  if (elsewhere) {
    yield {
      at: { uri: facts.uri, span: elsewhere.copy.destination?.span ?? elsewhere.source.span },
      message: `The collected files come to \`${elsewhere.root ?? ''}\` with this COPY, but Django looks for them in STATIC_ROOT, \`${wanted}\`, and finds none; copy them there`,
      related,
      fixes: () => corrected(project, deployment, elsewhere, wanted),
    };
    return;
  }
  const last = copies.at(-1);
  yield {
    at: last ? { uri: facts.uri, span: last.copy.instruction.content } : collected.at,
    message: `What collectstatic writes to \`${root}\` in ${stageName(stage)} is not copied into ${stageName(image.stage)}, so WhiteNoise has nothing to serve there; copy it to \`${wanted}\``,
    related,
    fixes: () => added(project, deployment, last, root, wanted),
  };
};

/** Only where STATIC_ROOT itself is copied: of a larger folder the rest would move with it. */
const corrected = (
  project: Project,
  { image }: Deployment,
  { copy, path, root: to, to: place }: StaticCopy,
  wanted: string,
): readonly Fix[] => {
  const text = image && project.file(image.facts.uri)?.parsed.file.text;
  const { destination } = copy;
  if (!image || text === undefined || !destination || to !== place || copy.sources.length > 1 || path === '/') return [];
  if (text.slice(destination.span.from, destination.span.to) !== destination.text) return [];
  return [
    fix(
      `Copy it to \`${wanted}\``,
      false,
      image.facts.uri,
      replace(destination.span, `${wanted}${destination.text.endsWith('/') ? '/' : ''}`),
    ),
  ];
};

const added = (project: Project, { image }: Deployment, last: StaticCopy | undefined, root: string, wanted: string): readonly Fix[] => {
  const text = image && project.file(image.facts.uri)?.parsed.file.text;
  const { copy } = last ?? {};
  if (!image || text === undefined || !copy?.from || last?.into !== image.stage) return [];
  const owner =
    copy.owner === undefined ? '' : `--chown=${copy.instruction.flags.find(({ name }) => name === 'chown')?.value ?? copy.owner} `;
  return [
    fix(
      'Copy the collected files',
      false,
      image.facts.uri,
      linesBelow(text, copy.instruction, `COPY --from=${copy.from.text} ${owner}${root} ${wanted}`),
    ),
  ];
};
