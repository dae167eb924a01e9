// Whether a stage is made for a Python application.
import { pythonTools } from '../../../commands/installs.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { chainOf } from './shipped.ts';

/** True when the base is an image of Python or uv, or when the stage installs Python distributions or starts a server of ours. */
export const runsPython = (stage: Stage): boolean =>
  stage.base?.family === 'python' ||
  stage.base?.family === 'uv' ||
  stage.launch?.server !== undefined ||
  stage.environment.has('DJANGO_SETTINGS_MODULE') ||
  chainOf(stage).some(({ runs }) => runs.some(({ installation }) => installation && pythonTools.has(installation.tool)));
