// Names that a Compose file may mean at the caret: services, networks, volumes, secrets, configs; conditions; stages of its Dockerfiles.
import { offsetIn } from '../../commands/spliced.ts';
import type { ComposeNameKind } from '../../languages/compose/names.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { type YamlCaret, yamlCaret } from '../../languages/yaml-caret.ts';
import type { Span } from '../../text/span.ts';
import { parent, resolve } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import { builtByService } from '../deployment/builds.ts';
import type { Completion, Place } from '../feature.ts';
import { paths } from '../paths.ts';
import { declaredNames } from './names.ts';

/** https://docs.docker.com/reference/compose-file/services/#depends_on */
const conditions: readonly (readonly [text: string, brief: string])[] = [
  ['service_healthy', 'Waits until its health check has passed once'],
  ['service_started', 'Waits until its container runs; the default'],
  ['service_completed_successfully', 'Waits until it has ended well: migrations, collectstatic'],
];

const kinds: Readonly<Record<string, ComposeNameKind>> = {
  depends_on: 'service',
  links: 'service',
  volumes_from: 'service',
  networks: 'network',
  volumes: 'volume',
  secrets: 'secret',
  configs: 'config',
};

/** What may stand at the caret; empty where no name is meant. */
export const completeInCompose = (place: Place): readonly Completion[] => {
  const parsed = place.parsed as Parsed<'compose'>;
  const [document] = parsed.tree.documents;
  const caret = document && yamlCaret(document, place.offset);
  if (!caret) return [];
  const [top, service, key, ...inner] = caret.path;
  if (top !== 'services' || typeof service !== 'string' || typeof key !== 'string') return [];
  const { source, span } = caret;
  const typed = source.text.slice(0, offsetIn(source, place.offset));
  if (key === 'depends_on' && inner[1] === 'condition' && caret.on === 'value')
    return conditions.map(([text, brief], i) => completion(text, 'value', span, { detail: brief, sort: String(i) }));
  if (key === 'extends' && caret.on === 'value' && (inner.length === 0 || inner[0] === 'service'))
    return names(place, 'service', span, [service]);
  if (key === 'build' && inner[0] === 'target' && caret.on === 'value') return stagesOf(place, service, span);
  const found = caret.on === 'value' ? pathsAt(place, [key, ...inner], span, typed) : undefined;
  if (found) return found;
  const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  if (!kind) return [];
  // An item of a list, the source of one in the long form, or a key of a mapping.
  const item = inner.length === 1 && typeof inner[0] === 'number' && caret.on === 'value';
  const long = inner.length === 2 && inner[1] === 'source' && caret.on === 'value';
  const entry = caret.on === 'key' && (kind === 'service' || kind === 'network') && inner.length < 2 && source.text !== key;
  if (!item && !long && !entry) return [];
  if (kind === 'volume' && item && /[:/.]/.test(typed)) return [];
  const more = entry && !caret.colon ? ':' : kind === 'volume' && item && !source.text.includes(':') ? ':' : '';
  return names(place, kind, name(caret, span), given(caret, service, kind), more);
};

/** The name alone: in `data:/srv` it ends at the colon. */
const name = ({ source }: YamlCaret, { from, to }: Span): Span => {
  const colon = source.text.indexOf(':');
  return colon < 0 ? { from, to } : { from, to: from + colon };
};

/** What is listed already, and the service itself. */
const given = ({ list, source }: YamlCaret, service: string, kind: ComposeNameKind): readonly string[] => [
  ...(kind === 'service' ? [service] : []),
  ...(list?.words ?? []).flatMap((word) => (word && word.text !== source.text ? [word.text.replace(/:.*$/, '')] : [])),
];

const names = (
  { project, parsed }: Place,
  kind: ComposeNameKind,
  span: Span,
  without: readonly string[],
  behind = '',
): readonly Completion[] =>
  declaredNames(project, parsed.file.uri, kind)
    .filter((one) => !without.includes(one.name))
    .map((one) => {
      const text = `${one.name}${behind}`;
      return completion(one.name, 'section', span, { insert: text, plain: text, detail: kind, sort: one.name });
    });

/** The stages of the Dockerfile that a service builds. */
const stagesOf = ({ project, parsed }: Place, service: string, span: Span): readonly Completion[] =>
  (builtByService(project, parsed as Parsed<'compose'>, service)?.stages ?? []).flatMap(({ name: stage, image }) =>
    stage ? [completion(stage, 'section', span, { detail: `Stage on ${image.text}`, sort: stage })] : [],
  );

/** Files and folders that a key of a service names, relative to the file. */
const pathsAt = (place: Place, [key, ...inner]: YamlCaret['path'], span: Span, typed: string): readonly Completion[] | undefined => {
  const { project, parsed } = place;
  const folder = parent(parsed.file.uri);
  const files = (pattern: RegExp | undefined, from = folder) => paths(project, span, typed, { files: pattern, folder: from });
  const last = inner.at(-1);
  if (key === 'env_file' && (inner.length === 0 || typeof last === 'number' || last === 'path')) return files(/env/i);
  if (key === 'extends' && last === 'file') return files(/\.ya?ml$/i);
  if (key !== 'build') return undefined;
  if (inner.length === 0 || last === 'context') return files(undefined);
  if (last !== 'dockerfile') return undefined;
  const context = contextAt(place);
  return files(/dockerfile|containerfile/i, context ? resolve(folder, context) : folder);
};

/** The context of the build at the caret, as written. */
const contextAt = ({ parsed, offset }: Place): string | undefined =>
  languages.compose.facts(parsed as Parsed<'compose'>).services.find(({ span }) => span.from <= offset && offset <= span.to + 1)?.build
    ?.context?.text;
