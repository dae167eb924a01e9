// Where the file lies that a word of a command names: an application, settings, manage.py, a requirements file, a script.
import { type CommandCaret, shellCaret } from '../../commands/caret.ts';
import type { Location } from '../../text/span.ts';
import { topOf } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { modulesOf } from '../modules.ts';
import type { FileOf } from './files.ts';
import type { CommandPlace } from './place.ts';
import { roleOf } from './role.ts';

/** The file of the workspace that the word under the caret leads to; nothing when it leads to none. `files` knows what paths mean. */
export const defineCommand = (command: CommandCaret & Pick<CommandPlace, 'place'>, files: FileOf): Location | undefined => {
  const { place, word } = command;
  const { project, knowledge } = place;
  const role = roleOf(knowledge, command);
  const { text } = word.spliced;
  const { wsgi, asgi, settings } = modulesOf(project);
  const fileOf = (path: string): Location | undefined => {
    // Only programs are looked for by their name alone.
    const uri = role?.is === 'program' || /[./]/.test(path) ? files(path) : undefined;
    return uri && topOf(uri);
  };
  const inProject = (found: { readonly file: string } | undefined): Location | undefined => {
    if (!found) return undefined;
    const uri = resolve(project.root, `./${found.file}`);
    const file = project.file(uri);
    const callable = text.slice(text.indexOf(':') + 1);
    const span = file && 'names' in file.facts ? file.facts.names.get(text.includes(':') ? callable : 'application') : undefined;
    return { uri, span: span ?? { from: 0, to: 0 } };
  };
  switch (role?.is) {
    case 'operand':
      return inProject([...wsgi, ...asgi].find((one) => one.text.replace(/:.*$/, '') === text.replace(/:.*$/, ''))) ?? fileOf(text);
    case 'value': {
      const value = text.slice(role.from);
      if (role.option.name === 'celery --app') return celeryFile(value, fileOf);
      if (role.flag === '--settings') return inProject(settings.find((one) => one.text === value));
      // `gunicorn -c file:…` says that it is a file.
      return fileOf(value.replace(/^file:/, ''));
    }
    case 'uwsgi-value':
      return fileOf(text.slice(role.from));
    case 'line': {
      const inner = shellCaret(word.spliced, place.offset);
      return inner?.on === 'word' ? defineCommand({ ...command, ...inner }, files) : undefined;
    }
    case 'command':
    case 'module':
    case 'package':
      return undefined;
    default:
      // A script, or a word of a shell.
      return fileOf(behindFlag(text));
  }
};

const behindFlag = (text: string): string => text.replace(/^--?[\w-]+=/, '');

/** `-A shop` is `shop/celery.py`, unless there is a module of that name. */
const celeryFile = (text: string, fileOf: (path: string) => Location | undefined): Location | undefined => {
  const path = text.replace(/:.*$/, '').replaceAll('.', '/');
  return fileOf(`${path}.py`) ?? fileOf(`${path}/celery.py`);
};
