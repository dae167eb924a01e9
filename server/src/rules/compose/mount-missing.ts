import type { ComposeFile, ComposeService } from '../../languages/compose/facts.ts';
import { namesIn } from '../../languages/compose/names.ts';
import type { ComposeMount } from '../../languages/compose/ports.ts';
import { baseOf } from '../../languages/dockerfile/image.ts';
import { declarationsOf } from '../../project/deployment/declarations.ts';
import { type Stack, type StackService, stacksOf } from '../../project/deployment/stacks.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import type { Location, Span } from '../../text/span.ts';
import { covers, topOf } from '../../text/span.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { once } from '../reading/deployments.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { type LostFile, lostFile, meantFix } from '../reading/host-files.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { takesAway } from '../reading/taken-away.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Of a file that is not there, Docker makes an empty folder, or starts nothing. */
export default defineRule({
  id: 'compose/mount-missing',
  title: 'Files that are mounted are there',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const first = once();
    for (const stack of stacksOf(project)) {
      if (stack.files.some(({ uri, open }) => open || takesAway(project, uri))) continue;
      const told = new Map<string, Lost[]>();
      for (const lost of [...mountsIn(project, stack), ...filesIn(project, stack)]) {
        const key = `${lost.file.uri} ${lost.refused}`;
        told.set(key, [...(told.get(key) ?? []), lost]);
      }
      for (const [lost, ...others] of told.values()) {
        if (!lost || !first(lost.at)) continue;
        const all = [lost, ...others];
        const stopped = all.find(({ end, service }) => end !== undefined && service.profiles.length === 0);
        const { at, text, file } = lost;
        yield {
          at,
          message: messageOf(stopped ?? lost),
          // A service of a profile is started when the profile is switched on.
          ...(stopped ? { severity: 'error' } : {}),
          related: [
            ...(file.there ? [{ at: topOf(file.there), message: 'This file is there' }] : []),
            ...others
              .filter((one) => one.at.span.from !== at.span.from || one.at.uri !== at.uri)
              .map((one) => ({ at: one.at, message: 'It is named here too' })),
          ],
          fixes: () =>
            meantFix(
              text,
              file,
              at,
              all.filter((one) => one.text === text).map((one) => one.at),
            ),
        } satisfies Finding;
      }
    }
  },
});

interface Lost {
  readonly at: Location;
  /** As it is written. */
  readonly text: string;
  readonly file: LostFile;
  /** The path in the container; nothing for a secret or config, whose path is seldom written. */
  readonly target: string | undefined;
  readonly service: ComposeService;
  /** Whether the engine refuses what is not there, and makes no folder of it. */
  readonly refused: boolean;
  /** What surely becomes of the container. */
  readonly end: string | undefined;
}

/** Extensions and names of files that people write. */
const written =
  /\.(?:conf|cnf|cfg|ini|toml|ya?ml|json|xml|properties|sh|bash|py|sql|lua|vcl|hcl|acl|rules|js|mjs|cjs|ts|rb|php|html|tmpl|tpl|j2|template|md)$|(?:^|\/)(?:Caddyfile|Corefile|crontab|entrypoint|requirements[\w-]*\.txt|robots\.txt|Pipfile|Procfile|Gemfile|Makefile|\.pgpass)$/;

/** The mounts of files that are not there; of several at one place the last one counts. */
const mountsIn = (project: Project, stack: Stack): readonly Lost[] =>
  stack.services.flatMap((service) => {
    const all = service.every(({ volumes }) => volumes);
    return all.flatMap(({ value: mount, uri }, i): readonly Lost[] => {
      const { kind, source, target, config, mustExist } = mount;
      if (kind !== 'bind' || config || !source || !target?.known || !/^\.{1,2}\//.test(source.text)) return [];
      if (!written.test(source.text) || !written.test(target.text)) return [];
      if (all.some(({ value }, j) => j > i && value.target?.text === target.text)) return [];
      const own = service.parts.find((part) => part.uri === uri && part.value.volumes.includes(mount));
      const folder = stack.files.some((facts) => facts.uri === uri) ? stack.folder : parent(uri);
      const file = lostFile(project, { value: source, uri, folder, target: target.text });
      if (!own || !file || isFilledBeside(project, file.uri)) return [];
      const at = insideQuotes(project, { uri, span: source.span });
      const refused = mustExist === true;
      const end = refused ? 'refused' : endOf(project, service, mount, uri);
      return [{ at, text: source.text, file, target: target.text, service: own.value, refused, end }];
    });
  });

/** The files of secrets and configs that are not there and that a service takes. */
const filesIn = (project: Project, stack: Stack): readonly Lost[] => {
  const last = new Map<string, { readonly uri: Uri; readonly entry: ComposeFile }>();
  for (const { uri, files } of stack.files) for (const entry of files) last.set(`${entry.kind} ${entry.name}`, { uri, entry });
  return [...last.values()].flatMap(({ uri, entry }): readonly Lost[] => {
    const { kind, name, file: value } = entry;
    const service = takerOf(project, stack, kind, name);
    const file = service && lostFile(project, { value, uri, folder: stack.folder, seldom: kind === 'secret' });
    if (!service || !file || (kind === 'config' && !written.test(value.text))) return [];
    const at = insideQuotes(project, { uri, span: value.span });
    return [{ at, text: value.text, file, target: undefined, service, refused: true, end: 'refused' }];
  });
};

/** A service that takes a secret or config: one without a profile if there is one. */
const takerOf = (project: Project, { files }: Stack, kind: 'secret' | 'config', name: string): ComposeService | undefined => {
  const takers = files.flatMap(({ uri, services }) => {
    const parsed = parsedAt(project, uri, 'compose');
    const places = (parsed ? namesIn(parsed) : []).filter((one) => one.kind === kind && one.name === name && !one.declares);
    const has = (whole: Span | undefined, { span }: { readonly span: Span }) => whole !== undefined && covers(whole, span);
    // What only a build is given, the container does not have.
    return services.filter(({ span, build }) => places.some((one) => has(span, one) && !has(build?.span, one)));
  });
  return takers.find(({ profiles }) => profiles.length === 0) ?? takers[0];
};

/** Whether a service may write into the folder in which the file would lie. */
const isFilledBeside = (project: Project, file: Uri): boolean => {
  const folder = parent(file);
  return (
    folder !== project.root &&
    project.all.compose.some(({ facts }) =>
      facts.services.some(({ volumes }) =>
        volumes.some(
          ({ kind, source, readOnly }) =>
            kind === 'bind' &&
            !readOnly &&
            source?.known &&
            /^\.{1,2}\//.test(source.text) &&
            resolve(parent(facts.uri), source.text.replace(/\/+$/, '')) === folder,
        ),
      ),
    )
  );
};

/** What surely becomes of a container that finds a folder in place of a file; nothing where that is not known. */
const endOf = (project: Project, service: StackService, { target }: ComposeMount, uri: Uri): string | undefined => {
  const path = target?.text ?? '';
  const entrypoint = service.last((one) => one.entrypoint)?.value;
  const command = service.last((one) => one.command)?.value;
  for (const start of [entrypoint, command]) {
    const words = start?.form === 'shell' || start?.line ? [] : (start?.words.map(({ text }) => text) ?? []);
    const script = /^(?:.*\/)?(?:sh|bash|ash|dash|python[\d.]*)$/.test(words[0] ?? '') ? words[1] : words[0];
    if (script === path) return `so \`${service.name}\` is told to run a folder and ends at once`;
  }
  if (!isNginx(project, service, uri) || [entrypoint, command].some((one) => one && !one.words.some(({ text }) => /\bnginx\b/.test(text))))
    return undefined;
  const others = service.every(({ volumes }) => volumes).map(({ value }) => value.target?.text.replace(/\/$/, ''));
  const isRead =
    path === '/etc/nginx/nginx.conf' ||
    (/^\/etc\/nginx\/conf\.d\/[^/]+\.conf$/.test(path) &&
      !others.some((one) => one === undefined || /^\/etc\/nginx(?:\/nginx\.conf|\/conf\.d)?$/.test(one)));
  return isRead ? 'so nginx finds a folder in place of its configuration and does not start' : undefined;
};

const isNginx = (project: Project, service: StackService, uri: Uri): boolean => {
  if (service.last((one) => one.build)) {
    const declared = declarationsOf(project).find(({ by, at, name }) => by === 'compose' && at.uri === uri && name === service.name);
    return declared?.image !== undefined && chainOf(declared.image.stage)[0]?.base?.family === 'nginx';
  }
  const image = service.last((one) => one.image)?.value;
  return image?.known === true && (baseOf(image.text).family === 'nginx' || /^nginxinc\/nginx-unprivileged(?::|$)/.test(image.text));
};

const messageOf = ({ text, file, target, service, refused, end }: Lost): string => {
  const advice = file.meant === undefined ? undefined : `did you mean \`${file.meant}\`?`;
  if (refused)
    return `There is no \`${text}\`, so the engine refuses to start \`${service.name}\` with "bind source path does not exist"; ${advice ?? 'correct the path, or add the file'}`;
  const what = end ?? 'where a file is expected, and what reads it ends with "Is a directory" or does without it';
  return `There is no \`${text}\`: Docker makes an empty folder of that name and mounts it at \`${target}\`, ${what}; ${advice ?? 'correct the path, or add the file and remove the folder that was made'}`;
};
