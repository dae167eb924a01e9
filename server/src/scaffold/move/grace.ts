// The time that Compose gives a container to end: longer than the server's own, so that no request is cut off.
import type { ComposeService } from '../../languages/compose/facts.ts';
import type { Project } from '../../project/project.ts';
import { type Edit, insert } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import type { Start } from './starts.ts';

/** What Compose waits when nobody says so, and what the server's time is exceeded by. */
const usual = 10;
const more = 5;

interface Placed {
  readonly uri: Uri;
  readonly service: ComposeService;
}

/** The services that run the image for sure; tests end as they like. */
const servicesOf = (project: Project, { deployments }: Pick<Start, 'deployments'>): readonly Placed[] =>
  deployments
    .filter(({ by, image, purpose }) => by === 'compose' && image?.by !== 'only' && purpose !== 'test')
    .flatMap(({ name, files }) =>
      project.all.compose.flatMap(({ facts }) =>
        files.includes(facts.uri) ? facts.services.filter((one) => one.name === name).map((service) => ({ uri: facts.uri, service })) : [],
      ),
    );

/** `1m30s` in seconds; nothing for what is not read here. */
const secondsOf = (text: string): number | undefined => {
  const [whole, minutes, seconds] = /^(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text) ?? [];
  return whole ? Number(minutes ?? 0) * 60 + Number(seconds ?? 0) : undefined;
};

/** The shortest time that a Compose file gives; nothing where none says so. */
export const graceGiven = (project: Project, start: Start): number | undefined => {
  const given = servicesOf(project, start).flatMap(({ service: { stopGracePeriod } }) =>
    stopGracePeriod?.known ? (secondsOf(stopGracePeriod.text) ?? []) : [],
  );
  return given.length > 0 ? Math.min(...given) : undefined;
};

/** How long a command waits for its requests; nothing where it does not say. */
const waitOf = (words: readonly string[]): number | undefined => {
  const at = words.findIndex((word) => /^--(?:timeout-graceful-shutdown|graceful-timeout)$/.test(word));
  return at < 0 ? undefined : Number(words[at + 1]);
};

/** Lines for the services that wait less than the servers do; one for each service, in the file that says its image. */
export const moveGrace = (
  project: Project,
  all: readonly { readonly start: Start; readonly words: readonly string[] }[],
): readonly { readonly uri: Uri; readonly edit: Edit }[] => {
  const longest = new Map<string, { readonly placed: readonly Placed[]; readonly seconds: number }>();
  for (const { start, words } of all) {
    const seconds = waitOf(words);
    if (seconds === undefined || !(seconds >= usual)) continue;
    for (const { service } of servicesOf(project, start)) {
      const placed = servicesOf(project, start).filter((one) => one.service.name === service.name);
      const before = longest.get(service.name);
      longest.set(service.name, { placed: [...(before?.placed ?? []), ...placed], seconds: Math.max(seconds, before?.seconds ?? 0) });
    }
  }
  return [...longest.values()].flatMap(({ placed, seconds }) => {
    if (placed.some(({ service }) => service.stopGracePeriod)) return [];
    const main = placed.find(({ service }) => service.build ?? service.image) ?? placed[0];
    return main ? lineFor(project, main, seconds + more) : [];
  });
};

const lineFor = (project: Project, { uri, service }: Placed, seconds: number): readonly { readonly uri: Uri; readonly edit: Edit }[] => {
  const text = project.file(uri)?.parsed.file.text ?? '';
  const keys = [...service.keys].map(([name, { from }]) => ({ name, from })).sort((a, b) => a.from - b.from);
  const after = keys.findIndex(({ name }) => name === 'build' || name === 'image');
  const place = keys[after + 1] ?? keys[0];
  if (!place) return [];
  const line = text.lastIndexOf('\n', place.from - 1) + 1;
  const indent = text.slice(line, place.from);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  // A service that is written on one line has no line of its own for it.
  return indent.trim() === '' ? [{ uri, edit: insert(line, `${indent}stop_grace_period: ${seconds}s${end}`) }] : [];
};
