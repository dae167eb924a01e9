// The choices that are run for real: each differs from the default in one thing.
import { behind } from './behind.ts';
import { builds } from './builds.ts';
import { elsewhere } from './elsewhere.ts';
import { managers } from './managers.ts';
import { others } from './published.ts';
import { plain, type Variant } from './variant.ts';

const server = (name: string, more: Partial<Variant> = {}): Variant => ({ ...plain, name, flags: ['--server', name], ...more });

export const variants: readonly Variant[] = [
  plain,
  server('gunicorn-uvicorn'),
  server('gunicorn'),
  server('hypercorn'),
  server('granian'),
  server('daphne', { codes: [0, 143] }),
  server('waitress', { codes: [0, 143] }),
  server('uwsgi'),
  { ...plain, name: 'subfolder', django: 'backend' },
  { ...plain, name: 'no-health', flags: ['--no-health'], health: undefined },
  ...managers,
  ...builds,
  ...behind,
  ...elsewhere,
  ...others,
];
