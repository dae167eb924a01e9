// What a setting of a server is, wherever it is written.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { DeployedServer } from '../../project/deployment/deployment.ts';
import { gunicornSettings } from '../../project/deployment/gunicorn.ts';
import { type Project, parsedAt } from '../../project/project.ts';

/** An option of the command line or of a variable, else what gunicorn.conf.py says under `inFile`; dynamic where the file computes it. */
export const settingOf = (
  project: Project,
  server: DeployedServer,
  name: string,
  inFile: string = name.replaceAll('-', '_'),
): Fact<string> => {
  const option = server.command.options.findLast((one) => one.name === name);
  if (option) {
    const at = { uri: option.value?.uri ?? server.at.uri, span: option.value?.span ?? option.span };
    if (!option.value) return known('', at);
    return option.value.known && !/\$[\w{(]/.test(option.value.text) ? known(option.value.text, at) : dynamic(at);
  }
  const file = parsedAt(project, server.configuration, 'python');
  const found = file && gunicornSettings(file).get(inFile);
  if (found?.state === 'known')
    return typeof found.value === 'string' || typeof found.value === 'number' ? known(String(found.value), found.at) : dynamic(found.at);
  return found ?? absent;
};

/** Whether the value of a fact is written as it is read, so that it can be replaced there. */
export const isPlain = (text: string, { from, to }: { readonly from: number; readonly to: number }): boolean => to - from === text.length;
