// The choices that are run for real: each differs from the default in one thing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './project.ts';

export interface Variant {
  readonly name: string;
  readonly flags: readonly string[];
  /** The folder of manage.py. */
  readonly django: string;
  readonly health: string | undefined;
  readonly brotli: boolean;
  /** How the server may end when it is told to. */
  readonly codes: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  /** Images that are made first: arguments of images.sh. */
  readonly needs: readonly (readonly string[])[];
  /** What stands in the project before, and what the user is told to do afterwards. */
  readonly before?: (folder: string, bin: string) => void;
  readonly after?: (folder: string, bin: string) => void;
}

const plain: Variant = {
  name: 'default',
  flags: [],
  django: '',
  health: '/healthz/',
  brotli: true,
  codes: [0],
  environment: {},
  needs: [],
};
/** uv takes the Python at hand and fetches none. */
const uvIn = (folder: string, bin: string) => ({
  cwd: folder,
  env: { ...process.env, UV_PYTHON: join(bin, 'python'), UV_PYTHON_DOWNLOADS: 'never' },
});
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
  {
    ...plain,
    name: 'uv',
    needs: [['uv', '0.13.9']],
    before: (folder, bin) => {
      run(join(bin, 'pip'), ['install', '--quiet', 'uv==0.13.9']);
      writeFileSync(
        join(folder, 'pyproject.toml'),
        '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["django"]\n',
      );
      run(join(bin, 'uv'), ['lock'], uvIn(folder, bin));
    },
    after: (folder, bin) => void run(join(bin, 'uv'), ['add', '--no-sync', 'uvicorn[standard]', 'whitenoise[brotli]'], uvIn(folder, bin)),
  },
];
