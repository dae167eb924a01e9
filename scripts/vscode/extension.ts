import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostUnavailable } from './host.ts';

/** An extension that was not built would only show as tests that wait in vain: so it is said here. */
export function checkBuilt(extension: string): void {
  const manifest = join(extension, 'package.json');
  const { main } = JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string };
  if (main !== undefined && !existsSync(join(extension, main))) {
    throw new HostUnavailable(`${join(extension, main)} does not exist yet; run \`npm run build\` first.`);
  }
}
