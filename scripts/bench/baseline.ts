// The server that ours is compared with: fetched from npm once, in one exact version, into the ignored cache.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../vscode/npm.ts';
import type { Program } from './talk.ts';

const name = 'dockerfile-language-server-nodejs';
const version = '0.15.0';

/** The programs of the baseline: its server, and the linter that comes with it. */
export interface Baseline {
  readonly server: Program;
  readonly linter: Program;
}

/** Gives the baseline, fetched where it is not in the cache; or a sentence that says why it cannot be had. */
export const fetchBaseline = async (cache: string): Promise<Baseline | string> => {
  const folder = join(cache, `${name}-${version}`);
  const server = join(folder, 'node_modules', name, 'bin/docker-langserver');
  const linter = join(folder, 'node_modules/dockerfile-utils/bin/dockerfile-utils');
  try {
    if (!existsSync(server)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
      await npm(folder, 'install', '--ignore-scripts', '--save-exact', `${name}@${version}`);
    }
  } catch (error) {
    return `${name} ${version} could not be fetched, so nothing is compared with it: ${error instanceof Error ? error.message : String(error)}`;
  }
  return {
    server: { name, version, command: [process.execPath, server, '--stdio'] },
    linter: { name: 'dockerfile-utils', version, command: [process.execPath, linter, 'lint'] },
  };
};
