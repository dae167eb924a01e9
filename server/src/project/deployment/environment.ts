// The environment a command is started with: what the image sets, then what declares the container sets over it.
import { dynamic, known } from '../../languages/fact.ts';
import { memo } from '../../languages/memo.ts';
import type { Declaration } from './declaration.ts';
import type { DeployedEnvironment, EnvironmentVariable } from './deployment.ts';

export const environmentOf = memo(({ image, environment, environmentComplete }: Declaration): DeployedEnvironment => {
  const byName = new Map<string, EnvironmentVariable>();
  const uri = image?.facts.uri;
  for (const { name, value, by, span } of image?.stage.environment.values() ?? []) {
    // ARGs end with the build.
    if (by !== 'ENV' || !uri) continue;
    const at = { uri, span };
    byName.set(name, { name, value: value === undefined ? dynamic(at) : known(value, at), by: 'image', at });
  }
  for (const variable of environment) byName.set(variable.name, variable);
  const base = image?.stage.base;
  const based = !image || (base !== undefined && base.family !== 'other');
  return { get: (name) => byName.get(name), all: [...byName.values()], complete: environmentComplete && based, based };
});
