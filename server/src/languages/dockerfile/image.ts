// Names of images: their parts, and what an official image's name says about what is in it.

/** `registry/repository:tag@digest`. */
export interface ImageName {
  /** Empty for Docker Hub. */
  readonly registry: string;
  /** Without the `library/` that Docker Hub puts in front of official images. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads an image name. Anything is taken; nothing is checked. */
export const readImage = (text: string): ImageName => {
  const [rest = '', digest] = text.split('@', 2);
  const slash = rest.indexOf('/');
  const first = slash < 0 ? '' : rest.slice(0, slash);
  // The first part is a registry when it looks like a host.
  const hosted = /[.:]/.test(first) || first === 'localhost';
  const path = hosted ? rest.slice(slash + 1) : rest;
  const colon = path.lastIndexOf(':');
  const tagged = colon > path.lastIndexOf('/');
  const hub = !hosted || first === 'docker.io' || first === 'index.docker.io';
  return {
    registry: hub ? '' : first,
    repository: (tagged ? path.slice(0, colon) : path).replace(hub ? /^library\// : /^$/, ''),
    tag: tagged ? path.slice(colon + 1) : undefined,
    digest,
  };
};

export type System = 'debian' | 'ubuntu' | 'alpine' | 'other';

/** What a base image is made of, as far as its name tells. Missing parts are not known. */
export interface Base {
  /** `python`, `debian`, `node`; `other` for names that tell nothing. */
  readonly family: 'python' | 'debian' | 'ubuntu' | 'alpine' | 'uv' | 'distroless' | 'scratch' | 'node' | 'nginx' | 'other';
  readonly system: System | undefined;
  /** A code name (`bookworm`, `jammy`) or an Alpine release (`3.22`). */
  readonly release: string | undefined;
  /** The Python minor, such as `3.12`. */
  readonly python: string | undefined;
  readonly slim: boolean;
}

const debianNames: Readonly<Record<string, string>> = {
  '9': 'stretch',
  '10': 'buster',
  '11': 'bullseye',
  '12': 'bookworm',
  '13': 'trixie',
  '14': 'forky',
};
const ubuntuNames: Readonly<Record<string, string>> = {
  '16.04': 'xenial',
  '18.04': 'bionic',
  '20.04': 'focal',
  '22.04': 'jammy',
  '24.04': 'noble',
  '24.10': 'oracular',
  '25.04': 'plucky',
  '25.10': 'questing',
  '26.04': 'resolute',
};
const debian = new Set([...Object.values(debianNames), 'jessie', 'wheezy', 'sid']);
const ubuntu = new Set(Object.values(ubuntuNames));
/** Images of Docker Hub that are built on Debian unless their tag says otherwise. */
const onDebian = new Set(['python', 'node', 'nginx', 'buildpack-deps', 'ruby', 'golang', 'rust', 'php', 'pypy', 'postgres', 'redis']);

/** What the name of a base image tells about it. */
export const baseOf = (text: string): Base => {
  const { registry, repository, tag = '' } = readImage(text);
  const name = repository.replace(/^.*\//, '');
  const official = registry === '' && !repository.includes('/');
  const mirror = /^(?:public\.ecr\.aws|mirror\.gcr\.io|quay\.io)$/.test(registry) || /(?:^|\/)(?:docker\/)?library\//.test(repository);
  const words = tag.split('-');
  const slim = words.includes('slim');
  const code = words.find((word) => debian.has(word) || ubuntu.has(word));
  const alpine = words.find((word) => /^alpine\d/.test(word))?.slice('alpine'.length);
  const isAlpine = words.some((word) => word.startsWith('alpine'));
  const minor = /^(\d+\.\d+)/.exec(tag)?.[1];
  const base = (family: Base['family'], of: Partial<Base>): Base => ({
    family,
    system: of.system,
    release: of.release,
    python: of.python,
    slim,
  });
  const { system, release }: Pick<Base, 'system' | 'release'> = code
    ? { system: debian.has(code) ? 'debian' : 'ubuntu', release: code }
    : isAlpine
      ? { system: 'alpine', release: alpine && /^\d+\.\d+/.test(alpine) ? alpine : undefined }
      : { system: undefined, release: undefined };
  if (text === 'scratch') return base('scratch', { system: 'other' });
  if (repository === 'astral-sh/uv' || repository === 'astral/uv') {
    return base('uv', { system, release, python: /(?:^|-)python(\d+\.\d+)/.exec(tag)?.[1] });
  }
  if (/^(?:gcr\.io|distroless)/.test(registry) && repository.startsWith('distroless/')) {
    const number = /-debian(\d+)$/.exec(repository)?.[1] ?? '';
    return base('distroless', { system: 'debian', release: debianNames[number] });
  }
  if (!official && !mirror) return base('other', { system, release });
  if (name === 'debian') {
    const first = (words[0] ?? '').replace(/\..*$/, '');
    return base('debian', { system: 'debian', release: code ?? debianNames[first] });
  }
  if (name === 'ubuntu') return base('ubuntu', { system: 'ubuntu', release: code ?? ubuntuNames[minor ?? ''] });
  if (name === 'alpine') return base('alpine', { system: 'alpine', release: minor });
  if (onDebian.has(name)) {
    const family = name === 'python' || name === 'node' || name === 'nginx' ? name : 'other';
    const windows = words.some((word) => /^(?:windowsservercore|nanoserver)/.test(word));
    return base(family, {
      system: windows ? 'other' : (system ?? 'debian'),
      release,
      python: name === 'python' ? minor : undefined,
    });
  }
  return base('other', { system, release });
};
