// Files of the host that a Compose file names: from where they are looked for, and whether it is sure that nobody has them.
import type { ComposeValue } from '../../languages/compose/value.ts';
import { factsAt, type Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { baseName, isInside, parent, relative, resolve, slashPath, type Uri } from '../../text/uri.ts';
import { type Fix, fix, replace } from '../rule.ts';
import { foldersAbove, hasModules, isGone, namesakes, namesIn, nearName, pathFrom } from './file-names.ts';
import { isForShow } from './for-show.ts';
import { isPlain } from './server-setting.ts';

/** A file of the workspace that is named and not there. */
export interface LostFile {
  readonly uri: Uri;
  /** The path of the file that was meant, from where the lost one is looked for; nothing where nobody knows. */
  readonly meant: string | undefined;
  readonly there: Uri | undefined;
}

/** A path as a Compose file writes it, and the folder from which Compose follows it. */
export interface HostPath {
  readonly value: ComposeValue;
  readonly uri: Uri;
  readonly folder: Uri;
  /** What the file is called elsewhere, in the container: who names it there does not make it. */
  readonly target?: string;
  /** Whether it may be of a kind that repositories seldom have; then a file with nearly its name has to lie beside it. */
  readonly seldom?: boolean;
}

/**
 * The file that a path names, if it is sure that it is neither in the workspace nor on other machines: no variable has a part in the
 * path, Git does not leave it out, it is of no kind that people keep for themselves, and nothing in the project seems to make it.
 */
export const lostFile = (project: Project, named: HostPath): LostFile | undefined => {
  const { value, uri: home, folder } = named;
  const { text } = value;
  if (!value.known || isFilledIn(project, named) || !/^(?![/~])[\w./@+-]+$/.test(text) || text.endsWith('/')) return undefined;
  const uri = resolve(folder, relativeTo(text));
  if (!isGone(project, uri) || isForShow(project, home) || rolled.test(relative(project.root, home))) return undefined;
  if (named.seldom ? nearIn(project, uri) === undefined : isOfMachine(relative(project.root, uri))) return undefined;
  if (isMadeFromModel(project, uri) || isMade(project, named)) return undefined;
  // `--project-directory`, a devcontainer or a command with another file in front may start from above.
  const starts = new Set([...foldersAbove(project, parent(home)), ...foldersAbove(project, folder)]);
  for (const start of starts) {
    const other = resolve(start, relativeTo(text));
    if (isInside(project.root, other) && !isGone(project, other)) return undefined;
  }
  const path = text.replace(/^(?:\.{1,2}\/)+/, '');
  const others = namesakes(project, baseName(uri));
  if (others.some((one) => isForShow(project, one))) return undefined;
  if (isStartedElsewhere(project) && others.some((one) => slashPath(one).endsWith(`/${path}`))) return undefined;
  const there = meantFor(project, uri, others, parent(folder));
  // Who copies the file to a server has the rest there; folders of other repositories come later.
  const hasFolder = project.exists(parent(uri)) === true;
  if (!there && !hasFolder && (hasModules(project) || parent(home) !== project.root)) return undefined;
  return { uri, there, meant: there && written(text, pathFrom(folder, there)) };
};

/** Whether a variable has a part in the path, or the path is what stands in for one. */
const isFilledIn = (project: Project, { value: { span }, uri }: HostPath): boolean =>
  factsAt(project, uri, 'compose')?.variables.some((one) => one.span.from < span.to && span.from < one.span.to) ?? true;

const relativeTo = (text: string): string => (/^\.{1,2}\//.test(text) ? text : `./${text}`);

/** Files that another tool brings to a machine, into folders of its own. */
const rolled = /(?:^|\/)(?:ansible|roles|playbooks?|terraform|salt|chef|puppet|packer)\//i;

/** Folders of what machines have and repositories do not. */
const kept =
  /(?:^|\/)(?:\.?(?:certs?|certificates?|ssl|tls|letsencrypt|certbot|acme|keys?|keyrings?|secrets?|credentials?|private|\w*data|logs?|backups?|dumps?|tmp|temp|run|cache|volumes?|storage|state|uploads?|media|node_modules|dist|build|out|output|generated|public|target)|\.(?:aws|config|docker|gcloud|gnupg|kube|local|ssh))\//i;

/** Names of secrets, of what a person sets for herself, of dumps and of what programs write. */
const own =
  /^\.(?:env|pgpass|netrc|htpasswd|npmrc|pypirc|git)|(?:^|[._-])(?:env|local|private|custom|mine|override|secrets?|credentials?|creds|tokens?|passwords?|passwd|htpasswd|userlist|auth|keys?|certs?|accounts?|acme|dumps?|backups?|bak|snapshot|export|data|state|history|generated|report|stats|openapi|swagger|schema|licen[cs]e)(?:[._-]|$)|service-?account|^(?:firebase|google|gcp|gcloud|aws)\w*[-.]|\d{4}|\.(?:pem|key|crt|cer|csr|p12|pfx|jks|keystore|srl|sock|pid|log|sqlite3?|db|rdb|dump|bak|t?gz|zip|tar)$/i;

/** Whether a path, from the root of the project, is of a kind that machines have and repositories do not. */
export const isOfMachine = (path: string): boolean => kept.test(path) || own.test(path.replace(/^.*\//, ''));

const model = /[._-]?(?:example|sample|template|tmpl|tpl|dist|skel|skeleton|j2|jinja2?|ctmpl|orig)(?=[._-]|$)/i;

/** Whether a file lies beside that one is told to copy or to fill in: `nginx.conf.template`, `example.nginx.conf`. */
const isMadeFromModel = (project: Project, uri: Uri): boolean => {
  const name = baseName(uri);
  if (namesIn(project, parent(uri)).some((one) => model.test(one) && one.replace(model, '').replace(/^[._-]+/, '') === name)) return true;
  return ['example', 'sample', 'template', 'tmpl', 'tpl', 'dist', 'j2'].some((end) => namesakes(project, `${name}.${end}`).length > 0);
};

/** Whether a Makefile, script, workflow or package.json names the file of the host, and so may make it. */
const isMade = (project: Project, { value, target }: HostPath): boolean => {
  const name = value.text.replace(/^.*\//, '');
  return [...project.all.makefile, ...project.all.shell, ...project.all.ci, ...project.all.npm].some(({ parsed }) => {
    const { text } = parsed.file;
    return text.includes(name) && (target === undefined ? text : text.replaceAll(target, '')).includes(name);
  });
};

/** Whether somewhere a folder is given from which the paths of Compose files start. */
const isStartedElsewhere = (project: Project): boolean =>
  [...project.all.makefile, ...project.all.shell, ...project.all.ci, ...project.all.npm].some(({ parsed }) =>
    parsed.file.text.includes('--project-directory'),
  );

/** The name of a file beside one: with a slip, or with the other spelling of YAML. */
const nearIn = (project: Project, uri: Uri): string | undefined => {
  const name = baseName(uri);
  const names = namesIn(project, parent(uri));
  const other = name.replace(/\.(ya?ml)$/, (_, end: string) => (end === 'yml' ? '.yaml' : '.yml'));
  return nearName(names, name) ?? names.find((one) => one === other && one !== name);
};

/** The file that was meant: one beside the lost one, or the only one of its name, if that is no other project's. */
const meantFor = (project: Project, uri: Uri, others: readonly Uri[], within: Uri): Uri | undefined => {
  const near = nearIn(project, uri);
  if (near !== undefined) return resolve(parent(uri), `./${near}`);
  const [only, ...more] = others;
  if (!only || more.length > 0 || !isInside(within, only)) return undefined;
  // Of names that every program's file may have, one in the folder of another says nothing; nor do settings of tools.
  const isOther = baseName(parent(only)) !== baseName(parent(uri)) && parent(only) !== within;
  return /\/\.[^/]/.test(`/${relative(within, only)}`) || (isOther && usual.test(baseName(uri))) ? undefined : only;
};

const usual = /^(?:__init__|app|config|configuration|index|main|package|package-lock|settings)\.\w+$/i;

/** A path in the form in which the wrong one is written. */
const written = (text: string, path: string): string => (/^\.{1,2}\//.test(text) && !path.startsWith('../') ? `./${path}` : path);

/** Writes the path that was meant at every place of one file that has the lost one in these words; nothing where nobody knows it. */
export const meantFix = (text: string, { meant }: LostFile, at: Location, places: readonly Location[]): readonly Fix[] => {
  if (meant === undefined || !isPlain(text, at.span)) return [];
  const same = places.filter(({ uri, span }) => uri === at.uri && isPlain(text, span)).map(({ span }) => span.from);
  return [fix(`Write \`${meant}\``, false, at.uri, ...[...new Set(same)].map((from) => replace({ from, to: from + text.length }, meant)))];
};
