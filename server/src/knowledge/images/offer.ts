// Names and tags of images to offer: those of the tables, best first.
import type { Day, ImageFacts, ImageReference } from './facts.ts';
import { imageFacts, kindOf } from './image.ts';
import type { Written } from './written.ts';

/** Names of images, the ones Django projects build on or beside first. */
export const imageNames: readonly string[] = [
  'python',
  'ghcr.io/astral-sh/uv',
  'debian',
  'node',
  'nginx',
  'nginxinc/nginx-unprivileged',
  'postgres',
  'redis',
  'ubuntu',
  'alpine',
  'gcr.io/distroless/python3-debian13',
];

/** Numbers downward, names upward. */
const newestFirst = (lines: readonly string[]): readonly string[] => [...lines].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));

const candidates = (written: Written, { repository }: ImageReference, kind: string): readonly string[] => {
  const debians = Object.keys(written.debian.releases)
    .filter((code) => written.debian.releases[code]?.released)
    .reverse();
  if (kind === 'python') {
    const { lines } = written['python-tags'];
    return newestFirst(Object.keys(lines)).flatMap((line) => {
      const releases = Object.keys(lines[line]?.releases ?? {}).reverse();
      const plain = releases.filter((one) => !one.startsWith('alpine'));
      return [
        ...plain.flatMap((one) => [`${line}-slim-${one}`, `${line}-${one}`]),
        `${line}-slim`,
        line,
        ...releases.filter((one) => one.startsWith('alpine')).map((one) => `${line}-${one}`),
      ];
    });
  }
  if (kind === 'debian') return debians.flatMap((code) => [`${code}-slim`, code]);
  if (kind === 'ubuntu') return newestFirst(Object.values(written.ubuntu.releases).flatMap(({ version }) => version ?? []));
  if (kind === 'alpine') return newestFirst(Object.keys(written.alpine.releases));
  if (kind === 'distroless') return ['nonroot', 'latest', 'debug-nonroot', 'debug'];
  if (kind === 'uv') {
    const { pythons, releases } = written['uv-tags'];
    const codes = Object.keys(releases).reverse();
    return [
      ...newestFirst(Object.keys(pythons)).flatMap((minor) => [
        ...codes.flatMap((code) => [`python${minor}-${code}-slim`, `python${minor}-${code}`]),
        `python${minor}-alpine`,
      ]),
      ...codes.flatMap((code) => [`${code}-slim`, code]),
      'alpine',
      'latest',
    ];
  }
  const shelf = written['other-tags'].images[repository.includes('nginx') ? 'nginx' : kind];
  if (!shelf) return [];
  const slim = kind === 'node';
  return newestFirst(Object.keys(shelf.lines)).flatMap((line) => {
    const { debian, alpine } = shelf.lines[line] ?? {};
    return [
      ...(slim && debian ? [`${line}-${debian}-slim`, `${line}-slim`] : []),
      ...(debian ? [`${line}-${debian}`] : []),
      line,
      ...(alpine ? [`${line}-alpine`] : []),
    ];
  });
};

/** A tag, and what the image of that tag is. */
export interface OfferedTag {
  readonly tag: string;
  readonly facts: ImageFacts;
}

/** Tags of an image that were ever published, the newest line first; empty for images the tables do not know. */
export const tagsOf = (written: Written, reference: ImageReference, today: Day): readonly OfferedTag[] => {
  const kind = kindOf(written, reference);
  if (!kind) return [];
  return candidates(written, reference, kind).flatMap((tag) => {
    const facts = imageFacts(written, { ...reference, tag }, today);
    if (!facts || facts.published === 'never') return [];
    return facts.published === undefined || facts.published.from <= today ? [{ tag, facts }] : [];
  });
};
