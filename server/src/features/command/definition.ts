// Where the file lies that a word of a command names: an application, settings, manage.py, a requirements file.
import type { Location } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { modulesOf } from '../modules.ts';
import type { CommandPlace } from './place.ts';
import { roleOf } from './role.ts';
import { fileValues } from './usual.ts';

/** The file of the workspace that the word under the caret leads to; nothing when it leads to none. */
export const defineCommand = (command: CommandPlace): Location | undefined => {
  const { place, word } = command;
  const { project, knowledge } = place;
  const role = roleOf(knowledge, command);
  const { text } = word.spliced;
  const { wsgi, asgi, settings } = modulesOf(project);
  const fileOf = (path: string): Location | undefined => {
    const folder = path.startsWith('/') ? undefined : command.folder();
    const uri = folder && resolve(folder, `./${path}`);
    return uri && project.exists(uri) ? { uri, span: { from: 0, to: 0 } } : undefined;
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
      return inProject([...wsgi, ...asgi].find((one) => one.text.replace(/:.*$/, '') === text.replace(/:.*$/, '')));
    case 'script':
      return fileOf(text);
    case 'value': {
      const value = text.slice(role.from);
      if (role.flag === '--settings') return inProject(settings.find((one) => one.text === value));
      return fileValues[role.option.name] ? fileOf(value) : undefined;
    }
    default:
      return undefined;
  }
};
