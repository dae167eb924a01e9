// What is missing in an image for compiling a distribution.
import type { ImageFacts, NativeDependency } from '../../../knowledge/images/facts.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import type { Installed } from '../../../project/dockerfile/installing.ts';
import type { Asker } from './image.ts';
import { packagesAt } from './packages-at.ts';

/** Other packages that bring the same. */
const alsoBy: Readonly<Record<string, RegExp>> = {
  'pkg-config': /^pkg-?conf/,
  'default-libmysqlclient-dev': /^libmariadb-dev|^libmysqlclient-dev$/,
  'libcurl4-openssl-dev': /^libcurl4-.*-dev$/,
  'libldap-dev': /^libldap2?-dev$/,
  'libldap2-dev': /^libldap2?-dev$/,
  'libpcre2-dev': /^libpcre/,
  'libpcre3-dev': /^libpcre/,
  'libjpeg-dev': /^libjpeg/,
};
/** What a build does without, if need be. */
const optional = /^libpcre|-openssl$/;

/** The packages for compiling a distribution that are not there when its command begins; none where that is not known. */
export const missingForBuild = (
  subject: Asker,
  stage: Stage,
  image: ImageFacts,
  { run, version }: Installed,
  dependency: NativeDependency,
): readonly string[] => {
  const { images } = subject.knowledge;
  // Before 2.2 it asked mysql_config.
  const old = dependency.name === 'mysqlclient' && /^(?:1\.|2\.[01]\.)/.test(version ?? '');
  const build = (images.packagesFor(dependency.build, image) ?? []).filter((name) => !(old && name === 'pkg-config'));
  const packages = packagesAt(subject, stage, run);
  if (image.family === 'alpine') {
    // What comes along with Alpine's packages is not known, but without a single one there is no compiler.
    const none = !packages.unseen && !packages.some(/^(?:build-base|gcc|clang|cargo|rust|alpine-sdk|g\+\+)|-dev$|^[.]/);
    return none && images.hasCommand(image, 'gcc') === false && build.includes('build-base') ? build : [];
  }
  if (!packages.complete || images.hasCommand(image, 'gcc') !== false) return [];
  const has = (name: string): boolean => packages.has(name) || (Object.hasOwn(alsoBy, name) && packages.some(alsoBy[name] ?? /^$/));
  const compiler = packages.some(/^(?:gcc|clang)(?:-\d+)?$/);
  return build.flatMap((name): readonly string[] => {
    if (name !== 'build-essential') return has(name) || optional.test(name) ? [] : [name];
    if (!compiler) return ['build-essential'];
    // gcc only recommends the headers of the C library.
    return packages.has('libc6-dev') ? [] : ['libc6-dev'];
  });
};
