import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, packages, requirements, targets } from '../../languages/dockerfile/minds.ts';
import type { Installed } from '../../project/dockerfile/installing.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { addPackages } from '../reading/dockerfile/add-packages.ts';
import { missingForBuild } from '../reading/dockerfile/build-packages.ts';
import { isCompiled, nativeOf } from '../reading/dockerfile/built-from-source.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { packagesAt } from '../reading/dockerfile/packages-at.ts';
import { chainOf, shippedStages } from '../reading/dockerfile/shipped.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { listed, quoted } from '../reading/listed.ts';
import { defineRule, type Severity, type Subject } from '../rule.ts';

interface Need {
  readonly packages: readonly string[];
  readonly severity: Severity;
  /** What happens without them. */
  readonly how: 'linked' | 'loaded' | 'run';
}

/** A compiled extension needs in the last stage the library it was linked to in the first. */
export default defineRule({
  id: 'dockerfile/runtime-lib-missing',
  title: 'The libraries that packages need are in the image that runs them',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R03'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: anyOf(requirements, targets, packages),
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const stage of shippedStages(subject)) {
      const image = imageOf(subject, stage);
      if (!image?.shell || (image.family !== 'debian' && image.family !== 'alpine')) continue;
      const { byName } = imageRequirements(project, facts, stage);
      const told = new Set<string>();
      for (const one of byName.values()) {
        const need = needOf(subject, one, byName, image);
        if (!need) continue;
        // What does not even compile is another rule's.
        const builder = imageOf(subject, one.stage);
        const native = nativeOf(subject, one);
        if (need.how === 'linked' && builder && native && missingForBuild(subject, one.stage, builder, one, native).length > 0) continue;
        const missing = need.packages.filter((name) => !told.has(name) && isMissing(subject, stage, image, name));
        if (missing.length === 0) continue;
        for (const name of missing) told.add(name);
        const what = listed(quoted(missing));
        const consequence =
          need.how === 'run'
            ? `starts a program of ${what}`
            : need.how === 'loaded'
              ? `loads a library of ${what} when it is imported`
              : `is compiled from source and linked to a library of ${what}`;
        yield {
          at: { uri, span: stage.image.span },
          message: `\`${one.name}\` ${consequence}, which this image does not have, so ${need.how === 'run' ? 'it fails when it is used' : 'its import fails'}; install ${what} in this stage`,
          severity: need.severity,
          related:
            one.at.uri === uri
              ? [{ at: one.at, message: `\`${one.name}\` is installed here` }]
              : [{ at: one.at, message: `\`${one.name}\` is asked for here` }],
          fixes: () => addPackages(subject, stage, missing),
        };
      }
    }
  },
});

const needOf = (
  subject: Subject<'dockerfile'>,
  one: Installed,
  all: ReadonlyMap<string, Installed>,
  image: ImageFacts,
): Need | undefined => {
  const { images } = subject.knowledge;
  const dependency = nativeOf(subject, one);
  const built = imageOf(subject, one.stage);
  if (!dependency || built?.family !== image.family || one.marker !== '') return undefined;
  // `psycopg` loads libpq itself unless one of its other halves is there.
  if (one.name === 'psycopg' && (all.has('psycopg-binary') || all.has('psycopg-c'))) return undefined;
  const packages = images.packagesFor(dependency.runtime, image) ?? [];
  const more =
    one.name === 'uwsgi' && packagesAt(subject, one.stage, one.run).has('libxml2-dev') && built.family === 'debian' ? ['libxml2'] : [];
  const names = [...packages, ...more];
  if (names.length === 0) return undefined;
  if (dependency.kind === 'runs') return { packages: names, severity: 'warning', how: 'run' };
  // A lock file also holds what others only may use.
  if (dependency.always) return { packages: names, severity: one.by === 'lock' ? 'warning' : 'error', how: 'loaded' };
  return isCompiled(subject, dependency, one, built) ? { packages: names, severity: 'error', how: 'linked' } : undefined;
};

/** `libpq` of `libpq5`. */
const stem = (name: string): string => name.replace(/[\d.-]+(?:t64)?$/, '');

/** Packages that bring no library anybody would miss. */
const harmless =
  /^(?:bash|curl|wget|git|tini|su-exec|dumb-init|ca-certificates|tzdata|gettext|musl-locales|shadow|nginx|supervisor|busybox-extras|jq|openssl|make)$/;

const isMissing = (subject: Subject<'dockerfile'>, stage: Stage, image: ImageFacts, name: string): boolean => {
  if (isCopied(stage, stem(name))) return false;
  if (image.family === 'alpine') {
    // What comes along with Alpine's packages is not known.
    return (
      !packagesAt(subject, stage).unseen &&
      chainOf(stage)
        .flatMap(systemPackages)
        .every((one) => harmless.test(one.name))
    );
  }
  const packages = packagesAt(subject, stage);
  return packages.complete && !packages.has(name);
};

/** True when files of that name, or a folder of libraries, come from another stage. */
const isCopied = (stage: Stage, lib: string): boolean =>
  chainOf(stage).some(({ copies }) =>
    copies.some(({ sources }) =>
      sources.some(
        ({ text, known }) =>
          !known ||
          text.includes(lib) ||
          /^\/?(?:usr\/?)?(?:(?:local\/)?lib(?:64)?(?:\/[\w-]*-linux-(?:gnu|musl)\w*)?)?\/?\*?$/.test(text) ||
          /-linux-gnu\/?\*?$/.test(text),
      ),
    ),
  );
