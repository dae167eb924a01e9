// Whether a distribution is built from source in an image, or comes as a wheel.
import type { ImageFacts, NativeDependency } from '../../../knowledge/images/facts.ts';
import type { Installed } from '../../../project/dockerfile/installing.ts';
import type { Asker } from './image.ts';

/** What the tables know of an installed distribution, its extras included: `psycopg[c]`. */
export const nativeOf = ({ knowledge }: Pick<Asker, 'knowledge'>, { name, extras }: Installed): NativeDependency | undefined =>
  knowledge.images.nativeDependency(extras.length > 0 ? `${name}[${extras.join(',')}]` : name);

const has = ({ run }: Installed, option: RegExp): boolean =>
  run.installation?.options.some(({ name, value }) => option.test(value === undefined ? name : `${name} ${value}`)) ?? false;

/** True when it is surely compiled in that image; false when a wheel fits or none is allowed to be built; undefined when not known. */
export const isCompiled = (
  { knowledge }: Pick<Asker, 'knowledge'>,
  dependency: NativeDependency,
  one: Installed,
  image: ImageFacts,
): boolean | undefined => {
  const { environment } = one.run.step;
  if (has(one, /^--(?:only-binary|no-build)/) || environment.has('PIP_ONLY_BINARY') || environment.has('UV_NO_BUILD')) return false;
  if (dependency.kind !== 'compiled') return false;
  // An index of one's own may have wheels that PyPI has not.
  if (
    has(one, /^(?:--(?:extra-)?index-url|--index|--default-index|--find-links|-[if])\b/) ||
    environment.has('PIP_EXTRA_INDEX_URL') ||
    environment.has('PIP_INDEX_URL') ||
    environment.has('PIP_FIND_LINKS')
  )
    return undefined;
  if (dependency.wheels === 'none') return true;
  const libc = image.family === 'alpine' ? 'musl' : 'glibc';
  if (libc === 'musl' && dependency.noMusl) return true;
  const forced = one.run.installation?.options.some(
    ({ name, value }) => name === '--no-binary' && (value === ':all:' || value?.split(',').includes(one.name)),
  );
  if (forced) return true;
  if (one.version === undefined || image.python === undefined) return undefined;
  const wheel = knowledge.images.hasWheel(dependency, one.version, image.python, libc);
  return wheel === undefined ? undefined : !wheel;
};
