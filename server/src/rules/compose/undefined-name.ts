import type { ComposeFacts, ComposeService } from '../../languages/compose/facts.ts';
import { type ComposeName, type ComposeNameKind, declaredUnder, namesIn } from '../../languages/compose/names.ts';
import { type Stack, stacksOf } from '../../project/deployment/stacks.ts';
import { factsAt, type Project, parsedAt } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { covers } from '../../text/span.ts';
import { baseName, parent, resolve, type Uri } from '../../text/uri.ts';
import { once } from '../reading/deployments.ts';
import { isForShow } from '../reading/for-show.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { takesAway } from '../reading/taken-away.ts';
import { defineRule, type Finding, type Fix, fix, type Related } from '../rule.ts';

/** Compose refuses the whole file when a service names something that nobody declares. */
export default defineRule({
  id: 'compose/undefined-name',
  title: 'What a service names is declared',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const first = once();
    for (const stack of stacksOf(project)) {
      if (!stack.complete) continue;
      const missing = [...referencesIn(project, stack), ...basesIn(project, stack)].filter(({ declared, name }) => !declared.has(name));
      if (missing.length === 0 || !isWhole(project, stack)) continue;
      const told = new Map<string, Named[]>();
      for (const named of missing) {
        const { kind, name } = named;
        if (isDeclaredBeside(project, stack, kind, name)) continue;
        const key = `${kind} ${name}`;
        told.set(key, [...(told.get(key) ?? []), named]);
      }
      for (const [named, ...others] of told.values()) {
        if (!named || isForShow(project, named.at.uri) || !first(named.at)) continue;
        yield {
          at: named.at,
          message: messageOf(named),
          // Compose looks at a service of a profile when the profile is switched on.
          ...([named, ...others].every(({ service }) => (service?.profiles.length ?? 0) > 0) ? { severity: 'warning' } : {}),
          related: [...declarationOf(project, stack, named), ...others.map(({ at }) => ({ at, message: 'It is named here too' }))],
          fixes: () => fixesOf(project, named),
        } satisfies Finding;
      }
    }
  },
});

/** A name that a service gives, with all names that are declared for it. */
interface Named {
  readonly kind: ComposeNameKind;
  readonly name: string;
  readonly at: Location;
  /** The service it stands in; nothing for what several share by an alias. */
  readonly service: ComposeService | undefined;
  readonly extends: boolean;
  readonly declared: ReadonlySet<string>;
}

/** Whether what is given to Compose would be a stack by itself: each service of a fragment gets its image from elsewhere. */
const isWhole = (project: Project, { files, services }: Stack): boolean =>
  !isBorrowed(project, files[0]?.uri) &&
  services.every((service) =>
    service.parts.some(({ value }) => value.image ?? value.build ?? value.extends ?? (value.keys.has('provider') ? value : undefined)),
  ) &&
  !files.some(({ uri }) => takesAway(project, uri));

/** Whether a file is there for others, which extend its services or include it; one with the name that Compose looks for is started too. */
const isBorrowed = (project: Project, uri: Uri | undefined): boolean =>
  uri === undefined ||
  (!/^(?:docker-)?compose\.ya?ml$/i.test(baseName(uri)) &&
    project.all.compose.some(({ facts }) => {
      const named = [...facts.includes, ...facts.services.flatMap((service) => service.extends?.file ?? [])];
      return named.some(({ text }) => resolve(parent(facts.uri), text) === uri);
    }));

const namesOf = (project: Project, { uri }: ComposeFacts): readonly ComposeName[] => {
  const parsed = parsedAt(project, uri, 'compose');
  return parsed ? namesIn(parsed) : [];
};

/** The names that a file declares. */
const declaredIn = (project: Project, facts: ComposeFacts, kind: ComposeNameKind): readonly string[] =>
  namesOf(project, facts).flatMap((one) => (one.declares && one.kind === kind ? [one.name] : []));

/** What the services of a stack name; what they extend is looked for elsewhere. */
const referencesIn = (project: Project, { files }: Stack): readonly Named[] => {
  const declared = new Map<ComposeNameKind, ReadonlySet<string>>();
  const declaredOf = (kind: ComposeNameKind): ReadonlySet<string> => {
    const own = declared.get(kind) ?? new Set(files.flatMap((facts) => declaredIn(project, facts, kind)));
    declared.set(kind, own);
    return own;
  };
  return files.flatMap((facts) => {
    const bases = facts.services.flatMap((service) => service.extends?.service.span ?? []);
    return namesOf(project, facts).flatMap(({ kind, name, span, declares, file }): readonly Named[] => {
      const isBase = file !== undefined || bases.some((base) => covers(base, span));
      // The network that services are in when they name none is there without a word.
      if (declares || isBase || (kind === 'network' && name === 'default')) return [];
      const service = facts.services.find((one) => covers(one.span, span));
      return [{ kind, name, at: { uri: facts.uri, span }, service, extends: false, declared: declaredOf(kind) }];
    });
  });
};

/** The services that others extend: each is looked for in one file, whatever else is given. */
const basesIn = (project: Project, { files, folder }: Stack): readonly Named[] =>
  files.flatMap((facts) =>
    facts.services.flatMap((service): readonly Named[] => {
      const { extends: base } = service;
      if (!base?.service.known || base.service.variables.length > 0) return [];
      const from = base.file ? factsAt(project, base.file.known ? resolve(folder, base.file.text) : undefined, 'compose') : facts;
      if (!from || from.template || from.open || from.includes.length > 0) return [];
      const at = insideQuotes(project, { uri: facts.uri, span: base.service.span });
      const declared = new Set(declaredIn(project, from, 'service'));
      return [{ kind: 'service', name: base.service.text, at, service, extends: true, declared }];
    }),
  );

/** Whether another file declares it, which may be given to Compose with these; one that cannot be read may declare anything. */
const isDeclaredBeside = (project: Project, { files, folder }: Stack, kind: ComposeNameKind, name: string): boolean =>
  project.all.compose.some(({ facts }) => {
    if (files.includes(facts)) return false;
    return facts.template || facts.open ? parent(facts.uri) === folder : declaredIn(project, facts, kind).includes(name);
  });

const messageOf = (named: Named): string => {
  const { kind, name, at, service } = named;
  const better = betterFor(named);
  const meant = better === undefined ? undefined : `did you mean \`${better}\`?`;
  if (named.extends)
    return `There is no service \`${name}\` to extend, so Compose refuses the whole file with "cannot extend service"; ${meant ?? 'name a service of the file that is extended'}`;
  const by = service ? `service "${service.name}" ` : '';
  if (kind === 'service')
    return `There is no service \`${name}\`, so Compose starts nothing and ends with "${by}depends on undefined service"; ${meant ?? 'add the service, or take its name away'}`;
  const key = declaredUnder[kind];
  return `No \`${key}\` at the top of ${baseName(at.uri)} declares \`${name}\`, so Compose starts nothing and ends with "${by}refers to undefined ${kind}"; ${meant ?? `declare it under \`${key}:\``}`;
};

/** The declared name that was meant, by a slip or two. */
const betterFor = ({ name, declared, service, kind }: Named): string | undefined =>
  nearest(
    name,
    [...declared].filter((one) => kind !== 'service' || one !== service?.name),
    name.length > 4 ? 2 : 1,
  );

/** Where the name that was meant is declared. */
const declarationOf = (project: Project, { files }: Stack, named: Named): readonly Related[] => {
  const better = betterFor(named);
  for (const facts of better === undefined ? [] : files)
    for (const { declares, kind, name, span } of namesOf(project, facts))
      if (declares && kind === named.kind && name === better) return [{ at: { uri: facts.uri, span }, message: 'This one is declared' }];
  return [];
};

const fixesOf = (project: Project, named: Named): readonly Fix[] => {
  const { kind, name, at } = named;
  const better = betterFor(named);
  const corrected = writeMeant(name, better, at);
  return [...corrected, ...(kind === 'volume' || kind === 'network' ? declaring(project, at.uri, `${kind}s`, name) : [])];
};

/** Declares a volume or network with the defaults of the engine: in front of the others, or at the end of the file. */
const declaring = (project: Project, uri: Uri, key: 'volumes' | 'networks', name: string): readonly Fix[] => {
  const facts = factsAt(project, uri, 'compose');
  const text = project.file(uri)?.parsed.file.text;
  if (!facts || text === undefined) return [];
  const title = `Declare \`${name}\` under \`${key}\``;
  const end = lineEndOf(text);
  const [other] = facts[key].values();
  if (other) {
    const start = text.lastIndexOf('\n', other.from) + 1;
    const indent = text.slice(start, other.from);
    return /^[ ]+$/.test(indent) ? [fix(title, false, uri, insert(start, `${indent}${name}:${end}`))] : [];
  }
  const empty = new RegExp(`^${key}:[ \\t]*(?:#.*)?$`, 'm').exec(text);
  if (empty) return [fix(title, false, uri, insert(empty.index + empty[0].trimEnd().length, `${end}  ${name}:`))];
  if (new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(text)) return [];
  const gap = text === '' || text.endsWith('\n') ? '' : end;
  return [fix(title, false, uri, insert(text.length, `${gap}${end}${key}:${end}  ${name}:${end}`))];
};
