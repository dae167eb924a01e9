// The objects of manifests, from where they are meant to where they are declared and back.
import { fits } from '../../languages/kubernetes/facts.ts';
import { type KubeName, namesIn } from '../../languages/kubernetes/names.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { type Location, touches } from '../../text/span.ts';
import { isInside, parent, type Uri } from '../../text/uri.ts';
import type { Hover, Place } from '../feature.ts';

/** A place of a name with its file. */
export interface PlacedName extends KubeName {
  readonly uri: Uri;
}

const nameAt = (parsed: Parsed<'kubernetes'>, offset: number): KubeName | undefined =>
  namesIn(parsed).find(({ span }) => touches(span, offset));

/** Objects without a namespace go where they are applied. */
const isSame = (one: KubeName, other: KubeName): boolean =>
  one.kind === other.kind &&
  one.key === other.key &&
  one.name === other.name &&
  one.of === other.of &&
  (one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace);

const everywhere = (project: Project, pick: (name: KubeName) => boolean): readonly PlacedName[] =>
  project.all.kubernetes.flatMap(({ parsed }) =>
    namesIn(parsed)
      .filter(pick)
      .map((name) => ({ ...name, uri: parsed.file.uri })),
  );

/** Of places in several overlays those nearest to a file: in it, beside it, else all. */
const nearest = (places: readonly PlacedName[], uri: Uri): readonly PlacedName[] => {
  const own = places.filter((one) => one.uri === uri);
  if (own.length > 0) return own;
  const near = places.filter((one) => isInside(parent(uri), one.uri));
  return near.length > 0 ? near : places;
};

/** A workload without containers is a patch of the one that has them, where that is seen. */
const withoutPatches = (project: Project, places: readonly PlacedName[]): readonly PlacedName[] => {
  const isPatch = ({ uri, kind, name }: PlacedName): boolean =>
    factsAt(project, uri, 'kubernetes')?.workloads.some(
      (one) => one.kind === kind && one.name?.text === name && one.pod.containers.length === 0,
    ) ?? false;
  const whole = places.filter((one) => !isPatch(one));
  return whole.length > 0 ? whole : places;
};

/** Where the object at the caret is declared; from the selector of a Service the workloads it selects. */
export const definedObject = (project: Project, parsed: Parsed<'kubernetes'>, offset: number): readonly Location[] => {
  const { uri } = parsed.file;
  const at = nameAt(parsed, offset);
  if (at)
    return at.declares
      ? []
      : nearest(
          withoutPatches(
            project,
            everywhere(project, (one) => one.declares && isSame(one, at)),
          ),
          uri,
        );
  const service = languages.kubernetes.facts(parsed).services.find(({ selectorSpan }) => selectorSpan && touches(selectorSpan, offset));
  if (!service || service.selector.size === 0) return [];
  const selected = project.all.kubernetes.flatMap(({ facts }) =>
    facts.workloads
      .filter(({ namespace, pod }) => {
        const reaches = namespace === undefined || service.namespace === undefined || namespace === service.namespace;
        return reaches && fits(service.selector, pod.labels);
      })
      .flatMap(({ name }) => (name ? [{ uri: facts.uri, span: name.span }] : [])),
  );
  return selected;
};

/** Every place of the object at the caret. */
export const objectPlaces = (project: Project, parsed: Parsed<'kubernetes'>, offset: number): readonly PlacedName[] => {
  const at = nameAt(parsed, offset);
  return at ? everywhere(project, (one) => isSame(one, at)) : [];
};

/** What a ConfigMap or Secret holds, by names alone: values may be secrets. */
export const hoverObject = ({ project, parsed, offset }: Place): Hover | undefined => {
  const at = nameAt(parsed as Parsed<'kubernetes'>, offset);
  if (!at || at.declares || at.key || (at.kind !== 'ConfigMap' && at.kind !== 'Secret')) return undefined;
  const keys = everywhere(project, (one) => one.declares && one.key && one.kind === at.kind && one.of === at.name);
  const names = [...new Set(keys.map(({ name }) => `\`${name}\``))];
  return names.length > 0 ? { span: at.span, markdown: `**${at.kind} \`${at.name}\`** · ${names.join(', ')}` } : undefined;
};

/** The names that may stand at a place that means an object, or a key of one. */
export const declaredObjects = (project: Project, kind: string, key: boolean, of: string): readonly string[] => [
  ...new Set(
    everywhere(project, (one) => one.declares && one.kind === kind && one.key === key && (of === '' || one.of === of)).map(
      ({ name }) => name,
    ),
  ),
];
