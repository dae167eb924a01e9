// Packages in words: what a distribution needs of the system, and which releases of Debian have a package.
import { readRequirement } from '../../commands/distribution.ts';
import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Tables } from '../../knowledge/images/tables.ts';

const releases = ['trixie', 'bookworm', 'bullseye'];
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** A distribution with parts that are not Python; nothing for all others. */
export const distributionText = (tables: Tables, written: string): string | undefined => {
  const requirement = readRequirement(written);
  const name = requirement && (requirement.extras.length > 0 ? `${requirement.name}[${requirement.extras.join(',')}]` : requirement.name);
  const needs = name ? tables.nativeDependency(name) : undefined;
  if (!needs || needs.kind === 'pure') return undefined;
  const debian = { family: 'debian', release: 'bookworm' } as const;
  const build = tables.packagesFor(needs.build, debian) ?? [];
  const runtime = tables.packagesFor(needs.runtime, debian) ?? [];
  const points = [
    needs.kind === 'compiled'
      ? needs.wheels === 'none'
        ? 'There are no wheels for Linux: it is always built from source'
        : needs.noMusl
          ? 'Wheels exist for Debian and its like; on Alpine it is built from source'
          : 'Wheels exist for Linux'
      : needs.kind === 'loads'
        ? 'Opens a library of the system when it runs'
        : 'Starts a program of the system when it runs',
    build.length > 0 ? `To build it on Debian 12: ${code(build)}` : '',
    runtime.length > 0 ? `${needs.always ? 'When it runs' : 'When it runs, if it was built from source'}: ${code(runtime)}` : '',
    ...needs.notes,
  ];
  return [
    `**\`${needs.name}\`** · Python distribution`,
    points
      .filter(Boolean)
      .map((point) => `- ${point}`)
      .join('\n'),
  ].join('\n\n');
};

/** Which releases of Debian have a package, the image's own first; nothing for names the tables do not have. */
export const packageText = (tables: Tables, written: string, image: ImageFacts | undefined): string | undefined => {
  const name = written.replace(/[:=/].*$/s, '');
  const own = image?.family === 'debian' ? image.release : undefined;
  const points = [...new Set([...(own ? [own] : []), ...releases])].flatMap((release) => {
    const found = tables.aptName(name, release);
    if (!found) return [];
    const label = `Debian ${tables.debianVersion(release)} (${release})`;
    if (found.status === 'real') return [`${label} has it`];
    if (found.status === 'provided') return [`${label} has it under another name${found.instead ? `, \`${found.instead}\`` : ''}`];
    const instead = found.instead ? `; write \`${found.instead}\`` : '';
    return [
      found.status === 'virtual'
        ? `${label}: several packages provide it and apt refuses to choose${instead}`
        : `${label} does not have it${instead}`,
    ];
  });
  if (points.length === 0) return undefined;
  const note = own ? tables.aptName(name, own)?.note : undefined;
  const there = image && tables.hasPackage(image, name) === true ? ['In the base image already'] : [];
  return [`**\`${name}\`** · Debian package`, [...there, ...points, ...(note ? [note] : [])].map((point) => `- ${point}`).join('\n')].join(
    '\n\n',
  );
};
