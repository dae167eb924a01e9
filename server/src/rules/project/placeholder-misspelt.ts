import { programOf } from '../../commands/wrappers.ts';
import type { Placeholder } from '../../languages/nginx/parse.ts';
import type { Substitution } from '../../languages/shell/substitutions.ts';
import { bringersOf } from '../../project/deployment/proxies.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import type { Location } from '../../text/span.ts';
import { baseName, type Uri } from '../../text/uri.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** A template keeps a placeholder that is filled in under another name. */
export default defineRule({
  id: 'project/placeholder-misspelt',
  title: 'Placeholders of a template are filled in by their name',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    for (const { facts } of project.all.nginx) {
      if (facts.placeholders.length === 0) continue;
      const filled = fillersOf(project, facts.uri);
      if (!filled) continue;
      const told = new Set<string>();
      for (const placeholder of facts.placeholders) {
        if (told.has(placeholder.name) || !filled.signs.has(placeholder.by) || filled.names.has(placeholder.name)) continue;
        // Of the names that are filled in, one that the template does not have is likely the one that is meant.
        const free = [...filled.names.keys()].filter((name) => !facts.placeholders.some((one) => one.name === name));
        const better = nearest(placeholder.name, free, 2);
        const at = better === undefined ? undefined : filled.names.get(better);
        if (better === undefined || !at) continue;
        told.add(placeholder.name);
        yield {
          at: { uri: facts.uri, span: placeholder.span },
          message: `Nothing fills in \`${placeholder.name}\`: ${filled.by} fills in \`${better}\`, so nginx reads the placeholder as it stands and does not start; write the same name in both`,
          related: [{ at, message: `\`${better}\` is filled in here` }],
          fixes: () => [
            fix(`Write \`${better}\``, false, facts.uri, ...renamed(facts.placeholders, project, facts.uri, placeholder.name, better)),
          ],
        };
      }
    }
  },
});

const renamed = (all: readonly Placeholder[], project: Project, uri: Uri, wrong: string, right: string) => {
  const text = project.file(uri)?.parsed.file.text ?? '';
  return all
    .filter(({ name }) => name === wrong)
    .map(({ span }) => {
      const from = text.indexOf(wrong, span.from);
      return replace({ from, to: from + wrong.length }, right);
    });
};

interface Filled {
  readonly by: string;
  readonly names: ReadonlyMap<string, Location>;
  readonly signs: ReadonlySet<Placeholder['by']>;
}

/** Who fills a template in, and which names; nothing where nobody is seen, or where any name may be filled in. */
const fillersOf = (project: Project, uri: Uri): Filled | undefined => {
  const own = baseName(uri);
  const names = new Map<string, Location>();
  const signs = new Set<Placeholder['by']>();
  let by: string | undefined;
  for (const { facts } of project.all.shell) {
    if (facts.template) continue;
    for (const one of facts.substitutions) {
      if (!one.input || baseName2(one.input.text) !== own) continue;
      if (one.names.length === 0) return undefined;
      by = `\`${baseName(facts.uri)}\``;
      for (const name of one.names) {
        const found = nameIn(one, name.placeholder);
        if (!found) continue;
        signs.add(found.by);
        names.set(found.name, { uri: facts.uri, span: name.span });
      }
    }
  }
  return by === undefined ? fromEnvironment(project, uri) : { by, names, signs };
};

const baseName2 = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The name between the signs of a placeholder that sed looks for. */
const nameIn = ({ tool }: Substitution, text: string): { readonly name: string; readonly by: Placeholder['by'] } | undefined => {
  if (tool === 'envsubst') return { name: text, by: 'dollar' };
  const match = /^(?:\\?\$\\?\{(\w+)\\?\}|\\?\$(\w+)|\\?\{\\?\{\s*(\w+)\s*\\?\}\\?\}|@@?(\w+)@@?|__(\w+?)__)$/.exec(text);
  const [, braced, plain, curly, at, under] = match ?? [];
  const name = braced ?? plain ?? curly ?? at ?? under;
  if (name === undefined) return undefined;
  return { name, by: (braced ?? plain) !== undefined ? 'dollar' : curly !== undefined ? 'braces' : 'at' };
};

/** The official image fills its templates in with all variables of the container (https://hub.docker.com/_/nginx). */
const fromEnvironment = (project: Project, uri: Uri): Filled | undefined => {
  if (!uri.endsWith('.template')) return undefined;
  const [holder, more] = bringersOf(project, uri);
  if (!holder || more || !holder.environmentComplete || holder.entrypoint || holder.command) return undefined;
  const base = holder.image?.stage;
  if (base && (base.cmd || base.entrypoint || [...(base.runs ?? [])].some(({ words }) => programOf(words[0]) === 'envsubst')))
    return undefined;
  const names = new Map<string, Location>(holder.environment.map(({ name, at }) => [name, at]));
  for (const { name, span, by } of base?.environment.values() ?? []) {
    if (by === 'ENV' && holder.image) names.set(name, { uri: holder.image.facts.uri, span });
  }
  return { by: `\`${holder.name}\``, names, signs: new Set(['dollar']) };
};
