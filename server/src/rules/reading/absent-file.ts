// Whether a path that a command names is surely not there when the container starts.
import type { Launch, Launched } from '../../commands/launch.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Stage, Step } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { reachOf } from '../../languages/dockerfile/reach.ts';
import type { DeployedVolume, Deployment } from '../../project/deployment/deployment.ts';
import { stacksOf } from '../../project/deployment/stacks.ts';
import { contextOf } from '../../project/dockerfile/context.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import type { Project } from '../../project/project.ts';
import { baseName, parent, relative, resolve, type Uri } from '../../text/uri.ts';
import { chainOf } from './dockerfile/shipped.ts';
import { isGone, namesakes, namesIn, nearName } from './file-names.ts';

/** A file that a container is told to read and that nothing brings into it. */
export interface AbsentFile {
  /** Its path in the container, or for a process without one as it is written. */
  readonly path: string;
  /** The path, in the form in which the wrong one is written, of the file that was meant. */
  readonly meant: string | undefined;
  /** A file of the workspace of this very name that the image does not have, relative to the root. */
  readonly left: string | undefined;
  /** The file of the workspace that is one of the two. */
  readonly there: Uri | undefined;
}

/**
 * The file that a word of a started program names, if it is sure that nothing brings it: neither a copy nor a command of the build,
 * no mount, no start script, and no machine on which Git leaves it out. Nothing where any of that is not known.
 */
export const absentFile = (project: Project, deployment: Deployment, program: Launched, written: string): AbsentFile | undefined => {
  const { launch, image, by } = deployment;
  if (!project.complete || !launch || !isRead(launch, program) || !program.certain || !/^[\w./@+-]+$/.test(written)) return undefined;
  const name = written.replace(/^.*\//, '');
  // A dash alone stands for what is read from the terminal.
  if (/^-?$/.test(name) || launch.through.some((one) => !passing.test(one)) || !inFront(launch, program).every(isHarmless))
    return undefined;
  const from = written.startsWith('/') ? '/' : startFolder(project, deployment, program);
  if (from === undefined) return undefined;
  if (by === 'procfile') return isWrittenAtStart(project, deployment, name) ? undefined : absentBeside(project, deployment, written);
  const path = absolute(from, written);
  if (!path || !image || image.by === 'only' || image.facts.template || (elsewhere.test(path) && !isInWorkdir(deployment, path)))
    return undefined;
  const mount = mountOver(project, deployment, path);
  if (mount === 'unknown') return undefined;
  if (mount) {
    const target = mount.target.state === 'known' ? absolute('/', mount.target.value) : undefined;
    const uri = mount.folder && target ? resolve(mount.folder, `./${path.slice(target.length).replace(/^\//, '')}`) : undefined;
    if (!uri || path === target || !isGone(project, uri)) return undefined;
  } else if (!isAbsentFromImage(project, deployment, path)) return undefined;
  if (isWrittenAtStart(project, deployment, name) || (by !== 'compose' && !holdsSource(project, deployment))) return undefined;
  const near = nearTo(project, deployment, path);
  const meant = near && (written.startsWith('/') ? near : likeIt(written, between(from, near)));
  const left = near ? undefined : namesakes(project, name)[0];
  // Whoever starts the image, or patches a manifest, may mount what lies apart from the source.
  if (by !== 'compose' && !near && !left && !isInWorkdir(deployment, path)) return undefined;
  return { path, meant, left: left && relative(project.root, left), there: near ? deployment.outside(near) : left };
};

/** Whether no script stands in front that was not read; what is not there counts as one itself, and so does supervisord without its file. */
const isRead = ({ script }: Launch, { words }: Launched): boolean => script === undefined || words.includes(script);

/** What is started before a program. */
const inFront = ({ programs }: Launch, program: Launched): readonly Launched[] => programs.slice(0, programs.indexOf(program));

/** Wrappers that start what they are given and write nothing. */
const passing =
  /^(?:exec|command|tini|dumb-init|catatonit|gosu|su-exec|runuser|setpriv|sudo|nohup|nice|ionice|time|timeout|stdbuf|env|poetry|pipenv|pdm|hatch|uv|ddtrace-run|newrelic-admin|opentelemetry-instrument|wait-for-it(?:\.sh)?)$/;

/** Folders that packages, platforms and machines fill. */
const elsewhere =
  /^\/(?:bin|boot|dev|lib\w*|media|mnt|opt|proc|run|sbin|sys|tmp|usr\/(?!src\/)|var)\/|^\/etc\/(?:nginx|uwsgi)\/|^\/etc\/(?:supervisor\/)?supervisord?\.conf$/;

/** Programs that write no file whose name they are not told. */
const harmless =
  /^(?:apt|apt-get|aptitude|apt-key|apk|dnf|yum|microdnf|dpkg|dpkg-reconfigure|gpg|pip[\d.]*|poetry|pipenv|pdm|uv|npm|npx|yarn|pnpm|corepack|node|mkdir|chmod|chown|chgrp|rm|rmdir|cp|mv|ln|install|touch|useradd|adduser|usermod|groupadd|addgroup|userdel|echo|printf|cat|tee|sed|grep|awk|cut|tr|head|tail|sort|uniq|wc|ls|which|date|id|whoami|uname|hostname|nproc|curl|wget|find|export|unset|set|source|\.|eval|read|local|shift|cd|pushd|popd|true|false|:|test|\[|\[\[|sleep|exit|return|trap|kill|wait|ulimit|umask|alias|hash|type|command|dos2unix|locale-gen|update-locale|localedef|ldconfig|update-ca-certificates|setcap|ps|nc|pg_isready|psql|mysqladmin|redis-cli|celery|gunicorn|uvicorn|daphne|hypercorn|granian|waitress-serve|uwsgi|pyuwsgi|nginx|supervisord|supervisorctl|cron|crond|manage\.py|django-admin|python[\d.]*)$/;

const isHarmless = ({ words, server }: Pick<Launched, 'words'> & Partial<Pick<Launched, 'server'>>): boolean => {
  if (server || words.length === 0) return true;
  const program = programOf(words[0]);
  if (!harmless.test(program)) return false;
  const rest = words.slice(1).map(({ text }) => text);
  if (/^(?:cp|mv|ln|install)$/.test(program)) return words.every(({ text, known }) => known && !/[*?[{]/.test(text));
  if (/^(?:source|\.|eval)$/.test(program)) return false;
  if (program === 'find') return !rest.some((text) => /^-(?:exec|ok)/.test(text)) || rest.some((text) => /^(?:rm|chmod|chown)$/.test(text));
  if (/^(?:django-admin|manage\.py)$/.test(program)) return !rest.some((text) => /^start(?:app|project)$/.test(text));
  if (/^python/.test(program)) {
    const first = rest.find((text) => !/^-[^mc]/.test(text)) ?? '';
    return /(?:^|\/)manage\.py$/.test(first)
      ? !rest.some((text) => /^start(?:app|project)$/.test(text))
      : first === '-m' && rest.some((text) => /^(?:pip|venv|compileall|ensurepip|gunicorn|uvicorn|celery|django)$/.test(text));
  }
  return true;
};

/** The folder in which a relative path is looked for. */
const startFolder = (project: Project, deployment: Deployment, { uri, variables: _, words }: Launched): string | undefined => {
  const { folder, launch, by } = deployment;
  if (launch?.programs.some((one) => /^(?:cd|pushd)$/.test(programOf(one.words[0])))) return undefined;
  const home = words[0]?.uri ?? uri;
  const parsed = home && project.file(home)?.parsed;
  // What supervisord starts has a folder of its own, and so may what a tool starts.
  if (parsed?.kind === 'supervisord' || parsed?.kind === 'systemd') return undefined;
  if (
    launch?.through.some((one) => /^(?:env|uv|poetry|pdm|hatch)$/.test(one)) &&
    /--(?:directory|chdir|project)\b| -C /.test(parsed?.file.text ?? '')
  )
    return undefined;
  if (by === 'procfile') return '';
  return folder.state === 'known' ? absolute('/', folder.value) : undefined;
};

/** Whether a file that has a part in the start names it more often than the one time it is read. */
const isWrittenAtStart = (project: Project, { launch, image, command }: Deployment, name: string): boolean => {
  const texts: string[] = [];
  for (const start of [image?.stage.entrypoint, image?.stage.cmd]) if (start) texts.push(start.instruction.script.text);
  if (command.state === 'known') {
    const { uri, span } = command.at;
    texts.push(project.file(uri)?.parsed.file.text.slice(span.from, span.to) ?? '');
  }
  const uris = new Set(launch?.programs.flatMap(({ uri, words, handedOn }) => [uri, handedOn?.uri, ...words.map((word) => word.uri)]));
  for (const uri of uris) {
    const parsed = uri && project.file(uri)?.parsed;
    if (parsed?.kind === 'shell') texts.push(parsed.file.text);
  }
  return texts.some((text) => mentions(text, name) > 1 || /(?:>|\btee\b)\s*["']?\$/.test(text));
};

const mentions = (text: string, name: string): number => text.split(name).length - 1;

const absentBeside = (project: Project, { at }: Deployment, written: string): AbsentFile | undefined => {
  if (written.startsWith('/')) return undefined;
  const folder = parent(at.uri);
  const uri = resolve(folder, `./${written}`);
  // Wherever a Procfile lies, it is put at the root of what is deployed.
  if (![uri, resolve(project.root, `./${written}`)].every((one) => isGone(project, one))) return undefined;
  const name = baseName(uri);
  // Which folder is pushed, and what a buildpack moves, is decided elsewhere: `mv src/backend/* .`.
  if (namesakes(project, name).length > 0) return undefined;
  const near = nearName(namesIn(project, parent(uri)), name);
  if (near === undefined) return { path: written, meant: undefined, left: undefined, there: undefined };
  const meant = `${written.slice(0, written.length - name.length)}${near}`;
  return { path: written, meant, left: undefined, there: resolve(parent(uri), `./${near}`) };
};

/** The mount that lies over a path; `unknown` where one may that is not understood. */
const mountOver = (project: Project, deployment: Deployment, path: string): DeployedVolume | 'unknown' | undefined => {
  const { volumes, by, name, files, image } = deployment;
  let best: DeployedVolume | undefined;
  let length = -1;
  for (const volume of volumes) {
    if (volume.target.state !== 'known') return 'unknown';
    const target = absolute('/', volume.target.value);
    if (!target || !within(target, path) || target.length < length) continue;
    best = volume;
    length = target.length;
  }
  if (best && !best.folder) return 'unknown';
  if (by === 'compose') {
    const stack = stacksOf(project).find((one) => one.files.length === files.length && one.files.every(({ uri }, i) => uri === files[i]));
    if (!stack?.complete || stack.services.some((one) => one.name === name && one.every(({ volumesFrom }) => volumesFrom).length > 0))
      return 'unknown';
    // Another file, given to Compose with this one, may mount more.
    const others = project.all.compose.flatMap(({ facts }) =>
      files.includes(facts.uri) ? [] : facts.services.filter((one) => one.name === name),
    );
    if (others.some((one) => one.volumes.length > 0)) return 'unknown';
  }
  // A volume of the image is filled by whoever starts it.
  const declared =
    image &&
    chainOf(image.stage).some(({ instructions }) =>
      instructions.some((one) => one.name === 'VOLUME' && one.line.text.includes(path.split('/')[1] ?? '')),
    );
  return declared ? 'unknown' : best;
};

/** Whether an image has the project in it: one that has not is started with the source mounted over it, by a command nobody sees. */
const holdsSource = (project: Project, { inside }: Deployment): boolean => {
  const programs = namesakes(project, 'manage.py');
  return programs.length === 0 || programs.some((uri) => inside(uri) !== undefined);
};

const isInWorkdir = ({ image }: Deployment, path: string): boolean => {
  const workdir = image?.stage.workdir;
  const folder = workdir?.known ? absolute('/', workdir.text) : undefined;
  return folder !== undefined && folder !== '/' && within(folder, path);
};

/** Whether no line of the Dockerfile puts a file there, nor may. */
const isAbsentFromImage = (project: Project, { image }: Deployment, path: string): boolean => {
  if (!image) return false;
  const files = imageFiles(project, image.facts);
  if (originOf(files, image.stage, path).is !== 'absent') return false;
  // The script that nginx's image starts with.
  if (path === '/docker-entrypoint.sh' && chainOf(image.stage)[0]?.base?.family === 'nginx') return false;
  const name = path.replace(/^.*\//, '');
  for (const stage of reachOf(image.stage)) if (mayPut(stage, path)) return false;
  // A copy of a folder brings it where the repository does not have it.
  const { folder, certain } = contextOf(project, image.facts);
  const parts = path.split('/').slice(1);
  const places = parts.map((_, i) => resolve(folder, `./${parts.slice(i).join('/')}`));
  if (places.some((uri) => project.exists(uri) === undefined || project.ignored(uri))) return false;
  // Without a word about it, the context of a Dockerfile at the root is the root.
  return certain || parent(image.facts.uri) === project.root || namesakes(project, name).length === 0;
};

/** Whether a line of a stage puts something there that is not seen, or means to: then it is that line which is wrong. */
const mayPut = (stage: Stage, path: string): boolean => {
  const name = path.replace(/^.*\//, '');
  const meant = stage.copies.some(({ sources, destination, instruction, step }) => {
    const target = destination?.known ? absolute(folderAt(stage, step), destination.text) : undefined;
    if (!target || sources.some(({ known }) => !known)) return true;
    return target === path || (within(target, path) && mentions(instruction.script.text, name) > 0);
  });
  if (meant) return true;
  const told = new Map<Step, number>();
  for (const { run, words } of placedRuns(stage)) {
    const { step, command } = run;
    if (!isHarmless({ words }) || command.redirects.some(({ operator, target }) => operator.includes('>') && target?.literal === false))
      return true;
    // These change what is there.
    if (/^(?:chmod|chown|sed|dos2unix)$/.test(programOf(words[0])))
      told.set(
        step,
        words.reduce((sum, { text }) => sum + mentions(text, name), told.get(step) ?? 0),
      );
  }
  return stage.steps.some(
    (step) => step.instruction.name === 'RUN' && mentions(step.instruction.script.text, name) > (told.get(step) ?? 0),
  );
};

/** The path in the container of the file that was meant: one of the same folder with nearly this name, or the only one of this name. */
const nearTo = (project: Project, { outside, inside, image }: Deployment, path: string): string | undefined => {
  const name = path.replace(/^.*\//, '');
  const above = path.slice(0, -name.length);
  const folder = outside(above.replace(/(?<=.)\/$/, ''));
  const copied = image ? copiedPaths(image.stage) : [];
  const siblings = copied.flatMap((one) =>
    one.startsWith(above) && !one.slice(above.length).includes('/') ? [one.slice(above.length)] : [],
  );
  const near = nearName([...(folder ? namesIn(project, folder) : []), ...siblings], name);
  if (near && outside(`${above}${near}`)) return `${above}${near}`;
  const same = copied.filter((one) => one.endsWith(`/${name}`) && outside(one));
  const [only, ...more] = namesakes(project, name);
  if (same.length === 1) return same[0];
  // Where a file would lie beside others is said as well when nothing copies it.
  const place = only && more.length === 0 ? inside(only) : undefined;
  return place !== undefined && outside(place) ? place : undefined;
};

/** The paths of files that a stage and those below it copy one by one. */
const copiedPaths = (stage: Stage): readonly string[] =>
  chainOf(stage).flatMap((one) =>
    one.copies.flatMap(({ destination, sources, step }) => {
      const target = destination?.known ? absolute(folderAt(one, step), destination.text) : undefined;
      if (!destination || !target) return [];
      if (!/(?:^|\/)\.{0,2}$/.test(destination.text) && sources.length === 1) return [target];
      return sources.flatMap(({ text, known }) => (known ? (absolute(target, text.replace(/^.*\//, '')) ?? []) : []));
    }),
  );

/** Without a slash, a word is looked for in PATH, so what was written with `./` stays so. */
const likeIt = (written: string, path: string): string => (written.startsWith('./') && !path.startsWith('/') ? `./${path}` : path);

/** A path as seen from a folder. */
const between = (folder: string, path: string): string =>
  within(folder, path) && path !== folder ? path.slice(folder === '/' ? 1 : folder.length + 1) : path;
