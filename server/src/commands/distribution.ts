// One Python requirement, as pip reads it (the syntax of PEP 508): `Name[extra]>=1,<2 ; marker`, or a place to fetch it from.

export interface Requirement {
  /** The name in its normal form: lower case, single dashes. */
  readonly name: string;
  /** Where the written name ends in the text. */
  readonly nameLength: number;
  readonly extras: readonly string[];
  /** The version specifiers as written, without blanks at the ends; empty when there are none. */
  readonly specifier: string;
  /** The only version that fits, when one is pinned with `==` or `===`. */
  readonly exact: string | undefined;
  readonly marker: string;
  /** Behind `@`: where it is fetched from. */
  readonly url: string | undefined;
}

/** The one spelling of a distribution's name that names are compared by (PEP 503). */
export const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

const shape = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*)$/s;

const specifiers = /^(?:(?:===?|[<>]=?|[~!]=)\s*[^\s,;=<>!~]+\s*(?:,\s*|$))+$/;

/** Reads a requirement; nothing when the text is none (a path, an option, half a line). */
export const readRequirement = (text: string): Requirement | undefined => {
  const match = shape.exec(text);
  if (!match) return undefined;
  const name = match[1] ?? '';
  const extras = (match[2] ?? '')
    .split(',')
    .map((extra) => normalName(extra.trim()))
    .filter(Boolean);
  const rest = match[3] ?? '';
  const base = { name: normalName(name), nameLength: name.length, extras };
  if (rest.startsWith('@')) {
    const [url = '', marker = ''] = rest.slice(1).split(/\s+;\s*/, 2);
    return { specifier: '', exact: undefined, marker: marker.trim(), url: url.trim(), ...base };
  }
  const cut = rest.indexOf(';');
  const marker = cut < 0 ? '' : rest.slice(cut + 1).trim();
  const specifier = (cut < 0 ? rest : rest.slice(0, cut)).trim().replace(/^\((.*)\)$/s, '$1');
  if (specifier !== '' && !specifiers.test(specifier)) return undefined;
  return { specifier, exact: exactOf(specifier), marker, url: undefined, ...base };
};

/** The pinned version of a specifier such as `==2.0.28`; nothing for ranges and wildcards. */
export const exactOf = (specifier: string): string | undefined => {
  const version = /^===?\s*([^\s,;*=<>!~]+)$/.exec(specifier.trim())?.[1];
  return version && /^v?\d/.test(version) ? version.replace(/^v/, '') : undefined;
};

/** The name and version that a wheel or source archive carries in its file name. */
export const readArchive = (path: string): { readonly name: string; readonly version: string } | undefined => {
  const file = path.replace(/[?#].*$/, '').replace(/^.*\//, '');
  const match = /^([A-Za-z0-9][\w.]*?(?:-[A-Za-z][\w.]*?)*)-(\d[^-]*?)(?:-.*\.whl|\.tar\.(?:gz|bz2|xz)|\.zip)$/.exec(file);
  return match ? { name: normalName(match[1] ?? ''), version: match[2] ?? '' } : undefined;
};
