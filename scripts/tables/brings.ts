// Writes brings.yaml: which packages come along with a Debian package. Run by hand, with the package lists of the releases:
//   npx tsx scripts/tables/brings.ts FOLDER
// FOLDER holds one file a release (bullseye, bookworm, trixie): dists/RELEASE/main/binary-amd64/Packages of a Debian mirror, unpacked.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const tables = join(fileURLToPath(import.meta.url), '../../../server/src/knowledge/images');
const chapter = (name: string) => parse(readFileSync(join(tables, `${name}.yaml`), 'utf8'));
const words = (value: unknown): readonly string[] =>
  typeof value === 'string' ? value.split(/\s+/) : ((value as readonly string[] | undefined) ?? []);

/** What every image of Debian or Python has anyway: nobody has to ask whether it comes along. */
const everywhere = new Set(['zlib1g', 'libpcre2-8-0', 'gpgv', 'openssl', 'libssl1.1', 'libssl3', 'libssl3t64', 'libffi7', 'libffi8']);

const apt = chapter('apt');
const releases = apt.releases as readonly string[];
/** Packages that a rule may ask for: those that bring commands, and what distributions of PyPI are built and run with. */
// The headers of the C library, which a compiler alone does not bring.
const asked = new Set(['libc6-dev']);
for (const { apt: name } of Object.values(chapter('commands').packages as Readonly<Record<string, { readonly apt?: string }>>))
  if (name) asked.add(name);
type Names = readonly string[] | Readonly<Record<string, readonly string[]>>;
for (const { build, runtime } of Object.values(
  chapter('native').distributions as Readonly<Record<string, Readonly<Record<'build' | 'runtime', { readonly apt?: Names }>>>>,
)) {
  for (const names of [build?.apt, runtime?.apt])
    for (const name of Array.isArray(names) ? names : Object.values(names ?? {}).flat()) asked.add(name as string);
}
const known = [...new Set([...words(apt.everywhere), ...Object.keys(apt.changed), ...asked])].sort();

interface Package {
  readonly depends: readonly (readonly string[])[];
  readonly recommends: readonly (readonly string[])[];
}

const groups = (field: string): readonly (readonly string[])[] =>
  field === '' ? [] : field.split(/,\s*/).map((group) => group.split('|').map((one) => one.trim().replace(/[\s(:].*$/, '')));

const readPackages = (path: string) => {
  const packages = new Map<string, Package>();
  const providers = new Map<string, string[]>();
  for (const block of readFileSync(path, 'utf8').split('\n\n')) {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
    const name = field('Package');
    if (name === '') continue;
    packages.set(name, {
      depends: [...groups(field('Depends')), ...groups(field('Pre-Depends'))],
      recommends: groups(field('Recommends')),
    });
    for (const [provided = ''] of groups(field('Provides'))) providers.set(provided, [...(providers.get(provided) ?? []), name]);
  }
  return { packages, providers };
};

/** All that comes along. Of several packages that would do, apt takes the first; where that is a name others provide, any of a few may be it. */
const along = ({ packages, providers }: ReturnType<typeof readPackages>, first: string, recommended: boolean): ReadonlySet<string> => {
  const seen = new Set([first]);
  const open = [first];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const { depends = [], recommends = [] } = packages.get(name) ?? {};
    for (const group of recommended ? [...depends, ...recommends] : depends) {
      const real = group.find((one) => packages.has(one));
      const virtual = providers.get(group.find((one) => providers.has(one)) ?? '') ?? [];
      for (const one of real ? [real] : virtual.length <= 3 ? virtual : virtual.slice(0, 1)) {
        if (seen.has(one)) continue;
        seen.add(one);
        open.push(one);
      }
    }
  }
  seen.delete(first);
  return seen;
};

const [folder = ''] = process.argv.slice(2);
const lists = releases.map((release) => [release, readPackages(join(folder, release))] as const);
const lines: string[] = [];
for (const name of known) {
  const byText = new Map<string, string[]>();
  for (const [release, list] of lists) {
    if (!list.packages.has(name)) continue;
    const told = (all: ReadonlySet<string>) => [...all].filter((one) => asked.has(one) && !everywhere.has(one)).sort();
    const depends = told(along(list, name, false));
    const recommends = told(along(list, name, true)).filter((one) => !depends.includes(one));
    const text = [...depends, ...(recommends.length > 0 ? ['+', ...recommends] : [])].join(' ');
    byText.set(text, [...(byText.get(text) ?? []), release]);
  }
  if (byText.size === 0) continue;
  lines.push(`  ${name}:`, ...[...byText].map(([text, those]) => `    ${those.join(' ')}: ${JSON.stringify(text)}`));
}
const today = new Date().toISOString().slice(0, 10);
writeFileSync(
  join(tables, 'brings.yaml'),
  `# Which packages come along when a Debian package is installed (section main, amd64): by what it depends on and, behind the \`+\`,
# by what it recommends, which apt installs too unless it is told not to. Only packages are named that a rule may ask for: those
# that bring a command of commands.yaml, and those of native.yaml. Written by scripts/tables/brings.ts from the package lists.
dated: ${today}
sources:
  - https://packages.debian.org/
packages:
${lines.join('\n')}
`,
);
