// Values of settings in words: what they come to in production, and where each part was made.
import type { Project } from '../../project/project.ts';
import { placeOf } from '../../project/settings/ask.ts';
import type { Cast, EnvironmentRead, Item, ListValue, Value } from '../../project/settings/value.ts';
import type { Setting } from '../../project/settings/view.ts';
import { lineAt, linesOf } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { slashPath } from '../../text/uri.ts';
import { filesOf, givenVariables } from './variables.ts';

const rootOf = ({ root }: Project): string => slashPath(root).replace(/\/$/, '');

/** A place as a link: the file from the root of the project, and the line. */
export const linkTo = (project: Project, { uri, span }: Location): string => {
  const text = project.file(uri)?.parsed.file.text;
  const line = text === undefined ? 1 : lineAt(linesOf(text), span.from) + 1;
  return `[${slashPath(uri).slice(rootOf(project).length + 1)}:${line}](${uri}#L${line})`;
};

/** Settings and keys whose text is nobody's business. */
const secret = /(?:SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE|CREDENTIAL)/i;
const long = 60;

const casts: Readonly<Record<Cast['to'], string>> = {
  string: '',
  boolean: 'as a switch',
  truth: 'true for every text but the empty one',
  integer: 'as a number',
  float: 'as a number',
  list: 'as a list',
  json: 'as JSON',
  path: 'as a path',
  url: 'as a URL',
  other: '',
};

/** One value in code font, short enough for a line. `of` is the setting or key it belongs to. */
export const shortValue = (project: Project, value: Value, of: string): string => {
  switch (value.is) {
    case 'string':
    case 'path': {
      if (secret.test(of) && value.text !== '') return 'a text that is not shown here';
      const place = value.anchor && placeOf(value);
      if (place) return `\`${inProject(project, place.path)}\``;
      const text = value.text.length > long ? `${value.text.slice(0, long)}…` : value.text;
      return `\`${value.is === 'path' ? `Path("${text}")` : `"${text}"`}\``;
    }
    case 'number':
      return `\`${value.value}\``;
    case 'boolean':
      return `\`${value.value ? 'True' : 'False'}\``;
    case 'none':
      return '`None`';
    case 'list':
      return listInLine(project, value, of);
    case 'dict':
      return `a dictionary with ${value.entries.length === 0 ? 'no keys' : value.entries.map(({ key }) => shortValue(project, key, '')).join(', ')}${value.open ? ' and perhaps more' : ''}`;
    case 'environment':
      return variable(project, value, of);
    case 'choice':
      return value.among.map((one) => shortValue(project, one, of)).join(' or ');
    case 'object':
      return value.name ? `\`${value.name}${value.called ? '(…)' : ''}\`` : 'worked out at run time';
    case 'bytes':
      return 'bytes';
    default:
      return `worked out at run time: ${value.why}`;
  }
};

const inProject = (project: Project, path: string): string => {
  const root = rootOf(project);
  if (path === root) return 'the root of the project';
  if (path.startsWith(`${root}/`)) return path.slice(root.length + 1);
  // Above the root of the project: the way there.
  const [here, there] = [root.split('/'), path.split('/')];
  let same = 0;
  while (same < here.length && here[same] === there[same]) same++;
  return same > 1 ? [...here.slice(same).map(() => '..'), ...there.slice(same)].join('/') : path;
};

const listInLine = (project: Project, { items, type }: ListValue, of: string): string => {
  if (items.length === 0) return type === 'tuple' ? '`()`' : '`[]`';
  const shown = items.slice(0, 4).map((item) => (item.is === 'gap' ? 'more that is not known' : shortValue(project, item.value, of)));
  return `${shown.join(', ')}${items.length > 4 ? ` and ${items.length - 4} more` : ''}`;
};

const variable = (project: Project, { name, cast, unset }: EnvironmentRead, of: string): string => {
  const given = name === undefined ? undefined : givenVariables(project).get(name);
  return [
    name === undefined ? 'a variable of the process' : `the variable \`${name}\`${casts[cast.to] ? ` ${casts[cast.to]}` : ''}`,
    given ? `set in ${filesOf(project, given).slice(0, 3).join(', ')}` : '',
    unset ? `${shortValue(project, unset, of)} when it is not set` : 'an error when it is not set',
  ]
    .filter(Boolean)
    .join('; ');
};

/** A list as numbered lines, each item with the file that put it there when that is another one than `here`. */
export const numbered = (project: Project, { items }: ListValue, here: string): string =>
  items
    .map((item, i) => {
      const from = slashPath(item.at.uri) === here ? '' : ` · ${linkTo(project, item.at)}`;
      return `${i + 1}. ${itemText(project, item)}${from}`;
    })
    .join('\n');

const itemText = (project: Project, item: Item): string =>
  item.is === 'gap'
    ? `any number of others (${item.why})`
    : `${shortValue(project, item.value, '')}${item.certain ? '' : ', under a condition'}`;

/** Everything that made a setting, first to last, as links; only the last few where there are many. */
export const historyOf = (project: Project, { changes }: Setting): string => {
  const steps = changes.filter(({ how }) => how !== 'import');
  const shown = steps.slice(-5).map(({ how, by, statement, certain }) => {
    const what = how === 'assign' ? 'set' : how === 'delete' ? 'deleted' : `changed (${by})`;
    return `${what} in ${linkTo(project, statement)}${certain ? '' : ' under a condition'}`;
  });
  return `${steps.length > shown.length ? '…, ' : ''}${shown.join(', ')}`;
};
