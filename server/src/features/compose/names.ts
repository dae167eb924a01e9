// The names of Compose files over all files that are read together: services, networks, volumes, secrets, configs.

import { type ComposeName, type ComposeNameKind, namesIn } from '../../languages/compose/names.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { stacksOf } from '../../project/deployment/stacks.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { type Location, type Span, touches } from '../../text/span.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';

/** A place of a name with its file. */
export interface PlacedName extends ComposeName {
  readonly uri: Uri;
}

/** The files that are read with one of them, the first to be read first; itself where no other is. */
const together = (project: Project, uri: Uri): readonly Parsed<'compose'>[] => {
  const out = new Map<Uri, Parsed<'compose'>>();
  const add = (one: Uri) => {
    const parsed = out.has(one) ? undefined : parsedAt(project, one, 'compose');
    if (!parsed) return;
    out.set(one, parsed);
    for (const { text, known } of languages.compose.facts(parsed).includes) if (known) add(resolve(parent(one), text));
  };
  const mine = stacksOf(project).filter(({ files }) => files.some((facts) => facts.uri === uri));
  for (const { files } of mine) for (const facts of files) add(facts.uri);
  add(uri);
  // Who includes this one knows its names, too.
  for (const { facts } of project.all.compose)
    if (facts.includes.some(({ text, known }) => known && out.has(resolve(parent(facts.uri), text)))) add(facts.uri);
  return [...out.values()];
};

/** The name at an offset of a Compose file; in an address or behind a variable the service whose host it is. */
export const composeNameAt = (project: Project, parsed: Parsed<'compose'>, offset: number): PlacedName | undefined => {
  const { uri, text } = parsed.file;
  const found = namesIn(parsed).find(({ span }) => touches(span, offset));
  if (found) return { ...found, uri };
  const from = offset - (/[\w.-]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0].length ?? 0);
  const word = /^[\w.-]+/.exec(text.slice(from, from + 200))?.[0];
  const isService = word !== undefined && declaredNames(project, uri, 'service').some(({ name }) => name === word);
  return isService ? hostsIn(parsed, word).find(({ span }) => span.from === from) : undefined;
};

/** Every place of a name, the declaration that is read first in front; where a service is reached by its name, last. */
export const placesOfName = (project: Project, { kind, name, file, uri }: PlacedName): readonly PlacedName[] => {
  const home = file === undefined ? uri : resolve(parent(uri), file);
  const files = together(project, home);
  const own = new Set(files.map((parsed) => parsed.file.uri));
  const out = files.flatMap((parsed) => named(parsed, kind, name).filter((one) => one.file === undefined));
  // Files of other stacks may extend a service of these.
  for (const { parsed } of project.all.compose) {
    const from = parent(parsed.file.uri);
    out.push(...named(parsed, kind, name).filter((one) => one.file !== undefined && own.has(resolve(from, one.file))));
  }
  const places = out.sort((a, b) => Number(b.declares) - Number(a.declares));
  return kind === 'service' ? [...places, ...files.flatMap((parsed) => hostsIn(parsed, name))] : places;
};

/** Variables that hold the name of a machine and nothing else. */
const holdsHost = /(?:HOST|SERVER|ADDR(?:ESS)?)(?:NAME)?$/i;
const escaped = (name: string): string => name.replaceAll(/[.-]/g, '\\$&');

/** Where the environments and commands of a file reach a service by its name: in an address, with a port, or alone as a host. */
const hostsIn = (parsed: Parsed<'compose'>, name: string): readonly PlacedName[] => {
  const { uri, text } = parsed.file;
  const out = new Map<number, PlacedName>();
  const it = escaped(name);
  const inAddress = new RegExp(String.raw`(?:://(?:[^@/\s]*@)?|(?<![\w./@:-]))(${it})(?=:\d)|://(?:[^@/\s]*@)?(${it})(?![\w.:-])`, 'g');
  const alone = new RegExp(String.raw`^["']?(?:\$\{\w+:?-)?(${it})\}?["']?$`, 'g');
  const look = ({ from, to }: Span, pattern: RegExp) => {
    for (const match of text.slice(from, to).matchAll(pattern)) {
      const begin = from + match.index + match[0].lastIndexOf(name);
      const span = { from: begin, to: begin + name.length };
      out.set(begin, { kind: 'service', name, span, declares: false, whole: span, file: undefined, uri });
    }
  };
  for (const { environment, command, entrypoint, healthcheck } of languages.compose.facts(parsed).services) {
    for (const { name: variable, value } of environment) {
      if (value) look(value.span, inAddress);
      if (value && holdsHost.test(variable)) look(value.span, alone);
    }
    for (const given of [command, entrypoint, healthcheck?.test]) if (given) look(given.span, inAddress);
  }
  return [...out.values()];
};

const named = (parsed: Parsed<'compose'>, kind: ComposeNameKind, name: string): readonly PlacedName[] =>
  namesIn(parsed)
    .filter((one) => one.kind === kind && one.name === name)
    .map((one) => ({ ...one, uri: parsed.file.uri }));

/** The names of a kind that may be meant in a file, each once, with the place that declares it first. */
export const declaredNames = (project: Project, uri: Uri, kind: ComposeNameKind): readonly PlacedName[] => {
  const out = new Map<string, PlacedName>();
  for (const parsed of together(project, uri))
    for (const one of namesIn(parsed))
      if (one.kind === kind && one.declares && !out.has(one.name)) out.set(one.name, { ...one, uri: parsed.file.uri });
  return [...out.values()];
};

/** Where the name at an offset is declared. */
export const definedName = (project: Project, parsed: Parsed<'compose'>, offset: number): readonly Location[] => {
  const at = composeNameAt(project, parsed, offset);
  const [first] = at ? placesOfName(project, at) : [];
  return first?.declares ? [{ uri: first.uri, span: first.span }] : [];
};
