// Everything that the files of a project declare to be started, Django's or not.
import { memo, memoOfAll, sameList } from '../../languages/memo.ts';
import { baseName, parent, type Uri } from '../../text/uri.ts';
import { isDjango } from '../dockerfile/django.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import { composeDeclarations } from './compose.ts';
import type { Declaration } from './declaration.ts';
import type { DeployedImage } from './deployment.ts';
import { buildsOf } from './images.ts';
import { kubernetesDeclarations } from './kubernetes.ts';
import { cloudfoundryDeclarations, procfileDeclarations, systemdDeclarations } from './processes.ts';

/** All declarations of a project, in the order of their weight: manifests, Compose, platforms. */
export const declarationsOf = perProject((project, before: readonly Declaration[] | undefined): readonly Declaration[] =>
  sameList(before, [
    ...withOnlyImage(project, kubernetesDeclarations(project)),
    ...composeDeclarations(project),
    ...cloudfoundryDeclarations(project),
    ...procfileDeclarations(project),
    ...systemdDeclarations(project),
  ]),
);

/** The last stages of Dockerfiles that are Django's. */
export const djangoImages = (project: Project): readonly Pick<DeployedImage, 'facts' | 'stage'>[] =>
  project.all.dockerfile.flatMap(({ facts }) => {
    const { final, template } = facts;
    if (!final || template) return [];
    const isOurs = project.config.builds ? project.config.builds(facts.uri) : isDjango(project, facts, final) === 'yes';
    return isOurs ? [{ facts, stage: final }] : [];
  });

/** Words that only Django, its servers and its workers have. */
const telling = /manage\.py|django|gunicorn|uvicorn|daphne|hypercorn|granian|uwsgi|celery|wsgi|asgi/i;

/** Whether words or names of variables of a declaration are Django's. */
export const says = ({ entrypoint, command, environment }: Declaration): boolean =>
  [...(entrypoint?.words ?? []), ...(command?.words ?? [])].some(({ text }) => telling.test(text)) ||
  environment.some(({ name }) => /^DJANGO_(?:SETTINGS_MODULE|CONFIGURATION|SECRET|DEBUG|ALLOWED|SUPERUSER)/.test(name));

/** The packages that hold a wsgi.py or asgi.py: projects call their images by them. */
const packages = memoOfAll(
  (python: Project['all']['python']): ReadonlySet<string> =>
    new Set(
      python.flatMap(({ facts }) =>
        /\/[aw]sgi\.py$/.test(facts.uri) ? [baseName(parent(facts.uri)).toLowerCase().replaceAll('_', '-')] : [],
      ),
    ),
);

/** Whether an image is called like the project: like its package or folder, or as its Dockerfile titles it. */
const isCalledLikeUs = ({ all, root, file }: Project, dockerfile: Uri, { imageName }: Declaration): boolean => {
  const name = imageName
    ?.replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^.*\//, '')
    .toLowerCase();
  if (!name) return false;
  const title = /org\.opencontainers\.image\.title=["']?([\w.-]+)/.exec(file(dockerfile)?.parsed.file.text ?? '')?.[1];
  return packages(all.python).has(name.replaceAll('_', '-')) || name === title?.toLowerCase() || name === baseName(root).toLowerCase();
};

/** Containers of manifests whose image has no name we know get the only Django image there is, when they look like it. */
const withOnlyImage = (project: Project, declarations: readonly Declaration[]): readonly Declaration[] => {
  const files = new Set(djangoImages(project).map(({ facts }) => facts.uri));
  const [only] = djangoImages(project);
  if (files.size !== 1 || !only) return declarations;
  const built = buildsOf(project).find(({ facts }) => facts === only.facts);
  const at = built?.at ?? { uri: only.facts.uri, span: only.stage.from.content };
  return declarations.map((one) => {
    const named = isCalledLikeUs(project, only.facts.uri, one);
    if (one.image || !(named || says(one))) return one;
    const slot = guessed(one);
    const { kept } = slot;
    if (kept?.image?.stage === only.stage && kept.image.facts === only.facts) return kept;
    const made: Declaration = { ...one, image: { ...only, by: named ? 'name' : 'only', at } };
    slot.kept = made;
    return made;
  });
};
/** What hangs on a declaration is kept for as long as its image is the same. */
const guessed = memo((_: Declaration): { kept?: Declaration } => ({}));
