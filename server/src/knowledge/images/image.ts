// What the name of a base image tells, by the tables of tags and bases.
import type { Day, Family, ImageFacts, ImageReference, PackageManager, Period } from './facts.ts';
import { defaultRelease, lineOf, onDay, overlap, readTag, type Tag, upTo } from './tag.ts';
import { compareVersions } from './version.ts';
import type { Written, WrittenBase, WrittenLine } from './written.ts';

/** What one kind of image works out of its tag. */
interface Found {
  readonly family: Family;
  readonly release?: string | undefined;
  readonly slim?: boolean;
  readonly python?: string | undefined;
  readonly profile: string;
  readonly shell?: boolean;
  readonly user?: string;
  readonly uv?: boolean;
  readonly moves?: Partial<ImageFacts['moves']>;
  readonly published?: ImageFacts['published'];
}

interface Question {
  readonly written: Written;
  readonly name: string;
  readonly base: WrittenBase;
  readonly path: string;
  readonly text: string;
  readonly tag: Tag;
  readonly today: Day;
}

const managers: Readonly<Record<Family, PackageManager>> = { alpine: 'apk', debian: 'apt', ubuntu: 'apt', rhel: 'dnf', none: 'none' };

/** The release a tag names, and its distribution; Debian when it names none. */
const named = ({ release }: Tag): { readonly family: 'alpine' | 'debian'; readonly release: string | undefined } =>
  release.startsWith('alpine')
    ? { family: 'alpine', release: release.slice('alpine'.length) || undefined }
    : { family: 'debian', release: release || undefined };

/** The line a tag of python belongs to, and how long a bare tag belonged to it. */
const pythonLine = ({ written, tag, today }: Question): { readonly minor: string; readonly reign?: Period } | undefined => {
  const { lines, newest } = written['python-tags'];
  if (tag.version.includes('.')) {
    const minor = lineOf(lines, tag.version);
    return minor === undefined ? undefined : { minor };
  }
  if (tag.version !== '' && tag.version !== '3') return undefined;
  const past = newest.filter(({ from }) => from <= today);
  const reigns = past.map(({ from, line = '', expected }, at) => ({ minor: line, reign: { from, to: past[at + 1]?.from, expected } }));
  // A bare `buster` stayed with the line that was the newest when the release was dropped.
  return reigns.findLast(({ minor, reign }) => {
    const period = lines[minor]?.releases?.[tag.release];
    return tag.release === '' || tag.release === 'alpine' || (period !== undefined && overlap(period, reign) !== undefined);
  });
};

const python = (question: Question): Found | undefined => {
  const { written, tag } = question;
  if (tag.words.some((word) => word !== 'latest')) return undefined;
  const own = named(tag);
  const { minor, reign } = pythonLine(question) ?? {};
  const line = minor === undefined ? undefined : written['python-tags'].lines[minor];
  const release = own.release ?? (line && !tag.early ? defaultRelease(line, own.family, tag.version || '3') : undefined);
  const patch = tag.version.split('.').length > 2;
  const known = !tag.early && (!patch || line?.patches?.[tag.version] !== undefined);
  return {
    family: own.family,
    release,
    slim: tag.slim,
    python: minor ?? /^3\.\d+/.exec(tag.version)?.[0],
    profile: own.family === 'alpine' ? 'python-alpine' : tag.slim ? 'python-slim' : 'python-full',
    moves: { release: own.release === undefined, python: !tag.version.includes('.'), patch: !patch },
    published: line && known ? publishedPython(question, line, own.family, own.release, reign) : undefined,
  };
};

/** When a tag of python was rebuilt; `never` only where line and release are both known to the tables. */
const publishedPython = (
  { written, tag }: Question,
  line: WrittenLine,
  family: 'alpine' | 'debian',
  release: string | undefined,
  reign: Period | undefined,
): ImageFacts['published'] => {
  const whole: Period = { from: line.from ?? '', to: line.to, expected: line.expected };
  const inLine = line.patches?.[tag.version] ?? reign ?? whole;
  if (release === undefined) return overlap(whole, inLine) ?? 'never';
  const period = line.releases?.[family === 'alpine' ? `alpine${release}` : release];
  if (period) return overlap({ ...period, expected: line.expected }, inLine) ?? 'never';
  return written[family].releases[release]?.released ? 'never' : undefined;
};

const debian = ({ written, tag, text, today, name }: Question): Found | undefined => {
  const { releases, names } = written.debian;
  const number = tag.version.split('.')[0] ?? '';
  const word = text.split('-')[0] ?? '';
  const moving = names[word === 'latest' ? 'stable' : word];
  const release =
    tag.release || (moving ? onDay(moving, today)?.release : Object.keys(releases).find((code) => releases[code]?.version === number));
  if (!release) return undefined;
  const shared = { family: 'debian', release, slim: tag.slim, moves: { release: moving !== undefined } } as const;
  if (name !== 'buildpack-deps') return { ...shared, profile: 'debian' };
  return { ...shared, profile: tag.words.some((one) => one === 'curl' || one === 'scm') ? 'buildpack-deps-part' : 'buildpack-deps' };
};

const ubuntu = ({ written, tag, text, today }: Question): Found | undefined => {
  const { releases, names } = written.ubuntu;
  const word = text.split('-')[0] ?? '';
  const moving = names[word];
  const release = moving
    ? onDay(moving, today)?.release
    : Object.keys(releases).find((code) => code === word || releases[code]?.version === tag.version);
  return release ? { family: 'ubuntu', release, profile: 'ubuntu', moves: { release: moving !== undefined } } : undefined;
};

const alpine = ({ written, tag, text, today }: Question): Found | undefined => {
  const { releases } = written.alpine;
  const newest = Object.keys(releases).findLast((one) => (releases[one]?.released ?? '') <= today);
  const moving = text === 'latest' || text === '3';
  const release = moving ? newest : /^3\.\d+/.exec(tag.version)?.[0];
  if (!release && text !== 'edge') return undefined;
  return { family: 'alpine', release, profile: 'alpine', moves: { release: moving || text === 'edge' } };
};

/** nginx, node, postgres and redis: a line of versions, or a name that stands for one. */
const service = ({ written, base, tag, name: entry }: Question): Found | undefined => {
  const shelf = written['other-tags'].images[base['tags-of'] ?? entry];
  if (!shelf) return undefined;
  const own = named(tag);
  const name = tag.words.findLast((word) => shelf.names[word] !== undefined);
  if (tag.words.some((word) => shelf.names[word] === undefined && !/^(?:perl|otel)$/.test(word))) return undefined;
  const version = shelf.names[tag.version || (name ?? 'latest')] ?? tag.version;
  const line = shelf.lines[lineOf(shelf.lines, version) ?? ''];
  const release = own.release ?? (line && !tag.early ? defaultRelease(line, own.family, version) : undefined);
  const kind = base.kind;
  const alpineProfile = kind === 'nginx' && tag.slim ? 'nginx-alpine-slim' : `${kind}-alpine`;
  const debianProfile = kind === 'node' ? (tag.slim ? 'node-slim' : 'node-full') : `${kind}-debian`;
  return {
    family: own.family,
    release,
    slim: tag.slim,
    profile: own.family === 'alpine' ? alpineProfile : debianProfile,
    moves: { release: own.release === undefined, patch: tag.version.split('.').length < 3 },
    published: line?.to && !own.release ? { from: '', to: line.to } : undefined,
  };
};

const distroless = ({ written, base, path, text }: Question): Found | undefined => {
  const kind = base.tags?.[text.replace(/-(?:amd64|arm64|arm|s390x|ppc64le|riscv64)$/, '')];
  const number = /debian(\d+)$/.exec(path)?.[1];
  const release = Object.keys(written.debian.releases).find((code) => written.debian.releases[code]?.version === number);
  if (!kind || !release) return undefined;
  const to = base.ends?.[release];
  return {
    family: 'debian',
    release,
    slim: true,
    python: written.debian.releases[release]?.python,
    profile: kind.shell ? 'distroless-python-debug' : 'distroless-python',
    shell: kind.shell,
    user: kind.user,
    published: to ? { from: '', to } : undefined,
  };
};

const ubi = ({ path }: Question): Found | undefined => {
  const match = /\/ubi(\d+)\/python-(\d)(\d+)(-minimal)?$/.exec(path);
  if (!match) return undefined;
  const slim = match[4] !== undefined;
  return {
    family: 'rhel',
    release: match[1],
    slim,
    python: `${match[2]}.${match[3]}`,
    profile: slim ? 'ubi-python-minimal' : 'ubi-python',
  };
};

const uv = (question: Question): Found | undefined => {
  const { written, tag } = question;
  const tags = written['uv-tags'];
  const [first = '', ...more] = tag.words.filter((word) => word !== 'latest');
  const own = named(tag);
  if (first === '' && tag.release === '') return { family: 'none', profile: 'uv', shell: false, uv: true, moves: { patch: true } };
  const minor = /^python(3\.\d+)$/.exec(first)?.[1];
  const plain = first === 'debian';
  if (more.length > 0 || (first !== '' && !minor && !plain)) return undefined;
  // Without a version of uv a name that moves leads to the newest; an old version to what it was built on.
  const version = tag.version || '999';
  const release =
    own.release ??
    (plain
      ? upTo(tags.debian, version)
      : minor === undefined
        ? upTo(tags.alpine, version)
        : tag.version === ''
          ? tags.pythons[minor]?.alpine
          : undefined);
  const life = own.release && own.family === 'debian' ? tags.releases[own.release] : undefined;
  const pythonLife = minor ? tags.pythons[minor] : undefined;
  const gone = life?.upTo !== undefined && tag.version !== '' && compareVersions(tag.version, life.upTo, Number.POSITIVE_INFINITY) > 0;
  const beyond = gone && tag.version.split('.').slice(0, 2).join('.') !== life?.upTo;
  return {
    family: own.family,
    release,
    slim: tag.slim,
    python: minor,
    profile: own.family === 'alpine' ? (minor ? 'python-alpine' : 'alpine') : uvProfile(minor !== undefined, tag.slim),
    uv: true,
    moves: { release: own.release === undefined && tag.version === '', patch: true },
    published: beyond ? 'never' : life ? (pythonLife ? overlap(life, pythonLife) : { from: life.from, to: life.to }) : pythonLife,
  };
};

const uvProfile = (hasPython: boolean, slim: boolean): string =>
  hasPython ? (slim ? 'python-slim' : 'python-full') : slim ? 'debian' : 'buildpack-deps';

const finders: Readonly<Record<WrittenBase['kind'], (question: Question) => Found | undefined>> = {
  alpine,
  debian,
  distroless,
  nginx: service,
  node: service,
  postgres: service,
  python,
  redis: service,
  ubi,
  ubuntu,
  uv,
};

/** The entry of bases.yaml that a repository is, and its name without a mirror in front. */
const baseOf = (written: Written, { registry = '', repository }: ImageReference): readonly [string, WrittenBase, string] | undefined => {
  const { images, mirrors } = written.bases;
  const hub = /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)?$/.test(registry);
  const full = hub ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
  const mirror = mirrors.find((one) => full.startsWith(`${one}/`));
  const path = mirror ? full.slice(mirror.length + 1) : full.replace(/^(?:docker\.io|index\.docker\.io)\//, '');
  for (const [name, base] of Object.entries(images)) {
    const found = base.names?.includes(path) || base.registries?.some((one) => path.startsWith(`${one}/`));
    // Only the official images stand in a mirror under their own names.
    if (found && (!mirror || !path.includes('/'))) return [name, base, path];
  }
  return undefined;
};

/** The kind of an image; undefined for those the tables do not know. */
export const kindOf = (written: Written, reference: ImageReference): WrittenBase['kind'] | undefined =>
  baseOf(written, reference)?.[1].kind;

/**
 * What the tables know of an image; undefined for one they do not know, Windows images among them.
 * `today` decides what names that move lead to.
 */
export const imageFacts = (written: Written, reference: ImageReference, today: Day): ImageFacts | undefined => {
  const [name, base, path] = baseOf(written, reference) ?? [];
  if (!name || !base || path === undefined) return undefined;
  const pinned = reference.digest !== undefined;
  const bare = pinned && reference.tag === undefined;
  const text = reference.tag ?? 'latest';
  const tag = readTag(text, new Set(Object.keys(written.debian.releases)));
  if (tag.words.some((word) => /^(?:windowsservercore|nanoserver)/.test(word))) return undefined;
  const found = finders[base.kind]({ written, name, base, path, text, tag, today });
  // A digest alone says nothing of the tag it was taken from.
  if (!found || (bare && base.kind !== 'ubi')) return undefined;
  const { moves } = found;
  const manager = found.family === 'rhel' && found.slim ? 'microdnf' : managers[found.family];
  return {
    kind: base.kind,
    name,
    family: found.family,
    release: found.release,
    slim: found.slim ?? false,
    python: found.python,
    user: found.user ?? base.user,
    shell: found.shell ?? true,
    packageManager: base.kind === 'distroless' ? 'none' : manager,
    profile: found.profile,
    uv: found.uv ?? false,
    moves: {
      release: !pinned && (moves?.release ?? false),
      python: !pinned && (moves?.python ?? false),
      patch: !pinned && (moves?.patch ?? true),
    },
    published: found.published,
  };
};
