// Packages that an image may install: those of its distribution and those of PyPI, from the tables.
import type { Completion } from '../feature.ts';
import { item } from './item.ts';
import type { CommandPlace } from './place.ts';

/** What Python projects build with or load, the most used first. */
const usualApt = [
  'build-essential',
  'libpq-dev',
  'libpq5',
  'gettext',
  'curl',
  'ca-certificates',
  'git',
  'gcc',
  'pkg-config',
  'default-libmysqlclient-dev',
  'libmariadb3',
];

/** System packages; what is named in the command already is left out. */
export const packages = (command: CommandPlace, manager: 'apt' | 'apk'): readonly Completion[] => {
  const { place, image, words, at } = command;
  const { images } = place.knowledge;
  const given = new Set(words.filter((_, i) => i !== at).map(({ text }) => text));
  if (manager === 'apk') {
    const names = new Set(
      images.distributionNames().flatMap((name) => {
        const needs = images.nativeDependency(name);
        return [...(needs?.build.apk ?? []), ...(needs?.runtime.apk ?? [])];
      }),
    );
    return [...names].sort().flatMap((name) => (given.has(name) ? [] : [item(command, name, 'module', '', `1${name}`)]));
  }
  const release = image?.family === 'debian' ? image.release : undefined;
  const names = images.aptNames(release ?? 'trixie');
  return names.flatMap((name) => {
    if (given.has(name)) return [];
    const rank = usualApt.indexOf(name);
    // Asked for a few names only: each answer costs a look through what every base has.
    const there = rank >= 0 && image && images.hasPackage(image, name) === true;
    return [
      item(
        command,
        name,
        'module',
        there ? 'In the base image already' : release ? `Debian ${release}` : '',
        `${there ? 8 : rank >= 0 ? `1${String(rank).padStart(2, '0')}` : 2}${name}`,
      ),
    ];
  });
};

/** What every other Django image installs, beside what needs libraries. */
const usualDistributions = [
  'django',
  'gunicorn',
  'uvicorn',
  'uvicorn-worker',
  'whitenoise',
  'uwsgi',
  'daphne',
  'waitress',
  'granian',
  'hypercorn',
  'celery',
  'pip',
  'setuptools',
  'wheel',
  'uv',
  'poetry',
  'pipenv',
];

/** Distributions of PyPI, those with libraries of the system told apart. */
export const distributions = (command: CommandPlace): readonly Completion[] => {
  const { place, words, at } = command;
  const { images } = place.knowledge;
  const given = new Set(words.filter((_, i) => i !== at).map(({ text }) => text.replace(/[[=<>~!;@].*$/s, '').toLowerCase()));
  const names = new Set([...usualDistributions, ...images.distributionNames()]);
  return [...names].flatMap((name, i) => {
    if (given.has(name) || !/^[a-z0-9][a-z0-9-]*$/.test(name)) return [];
    const needs = images.nativeDependency(name);
    const detail =
      needs?.kind === 'compiled'
        ? needs.wheels === 'none'
          ? 'Always built from source'
          : 'Has compiled parts'
        : needs && needs.kind !== 'pure'
          ? 'Needs a library or program of the system'
          : '';
    return [item(command, name, 'module', detail, `3${i < usualDistributions.length ? String(i).padStart(2, '0') : `99${name}`}`)];
  });
};
