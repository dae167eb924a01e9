// Whether a settings module is surely the one that a deployment loads.
import type { Project } from '../../project/project.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';

/** True when a file of a deployment names the module, or its own name says production; manage.py and wsgi.py alone do not count. */
export const isDeployed = ({ all }: Project, { modules }: DjangoProject, view: SettingsView): boolean => {
  const module = modules.find(({ uri }) => uri === view.uri);
  if (!module) return false;
  if (module.for === 'production') return true;
  if (module.named.some(({ uri }) => !/\.py$/.test(uri))) return true;
  // The only module of a project that is put into an image.
  return module.for !== 'development' && module.for !== 'test' && all.dockerfile.length > 0 && modules.length === 1;
};

/** Whether a file of a deployment mentions a variable, and so may set it. */
export const mayBeSet = ({ all }: Project, name: string): boolean => {
  const word = new RegExp(`\\b${name}\\b`);
  return [...all.dockerfile, ...all.compose, ...all.kubernetes, ...all.dotenv, ...all.uwsgi, ...all.shell, ...all.ci].some(({ parsed }) =>
    word.test(parsed.file.text),
  );
};
