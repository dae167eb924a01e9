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

const servicesOf = (project: Project, { deployments }: Start): readonly Placed[] =>
  deployments
    .filter(({ by }) => by === 'compose')
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

/** Lines for the services that wait less than the server does. */
export const moveGrace = (
  project: Project,
  start: Start,
  words: readonly string[],
): readonly { readonly uri: Uri; readonly edit: Edit }[] => {
  const at = words.findIndex((word) => /^--(?:timeout-graceful-shutdown|graceful-timeout)$/.test(word));
  const seconds = Number(words[at + 1]);
  if (at < 0 || !(seconds >= usual)) return [];
  const services = servicesOf(project, start);
  return services.flatMap(({ uri, service }) => {
    // One of several files that are laid over each other is enough.
    if (services.some((other) => other.service.name === service.name && other.service.stopGracePeriod)) return [];
    const first = services.find((other) => other.service.name === service.name);
    if (first?.service !== service) return [];
    const text = project.file(uri)?.parsed.file.text ?? '';
    const keys = [...service.keys].map(([name, { from }]) => ({ name, from })).sort((a, b) => a.from - b.from);
    const after = keys.findIndex(({ name }) => name === 'build' || name === 'image');
    const place = keys[after + 1] ?? keys[0];
    if (!place) return [];
    const line = text.lastIndexOf('\n', place.from - 1) + 1;
    const indent = text.slice(line, place.from);
    const end = text.includes('\r\n') ? '\r\n' : '\n';
    // A service that is written on one line has no line of its own for it.
    return indent.trim() === '' ? [{ uri, edit: insert(line, `${indent}stop_grace_period: ${seconds + more}s${end}`) }] : [];
  });
};
