// The Djangos that can be asked: each with its packages in a folder of its own below .cache, and a Python that it runs on.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianPython } from './debian-python.ts';
import { type Command, lastLine, run } from './processes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const cache = join(root, '.cache/django');

/** A Django that can be asked. */
export interface Django {
  /** `5.2`. */
  readonly line: string;
  /** `5.2.19`. */
  readonly version: string;
  /** The words that start its Python. */
  readonly python: Command;
  readonly env: Readonly<Record<string, string>>;
}

/** What a line of Django is asked with: the Pythons it is documented for, one more where it works, and its packages. */
interface Line {
  readonly line: string;
  /** The Python minors it runs on here. */
  readonly from: number;
  readonly to: number;
  readonly packages: readonly string[];
}

const helpers = ['django-environ==0.14.0', 'python-decouple==3.8', 'django-split-settings==1.3.2', 'tzdata==2026.6'];
const lines: readonly Line[] = [
  {
    // Documented up to Python 3.10; it runs on 3.11, and 3.12 took `distutils` away.
    line: '3.2',
    from: 8,
    to: 11,
    packages: ['Django==3.2.25', 'whitenoise==6.7.0', 'dj-database-url==2.1.0', 'environs==11.2.1', 'django-configurations==2.5.1'],
  },
  {
    line: '4.2',
    from: 8,
    to: 12,
    packages: ['Django==4.2.30', 'whitenoise==6.11.0', 'dj-database-url==3.1.2', 'environs==11.2.1', 'django-configurations==2.5.1'],
  },
  {
    line: '5.2',
    from: 10,
    to: 14,
    packages: ['Django==5.2.19', 'whitenoise==6.12.0', 'dj-database-url==3.1.2', 'environs==11.2.1', 'django-configurations==2.5.1'],
  },
  {
    line: '6.1',
    from: 12,
    to: 14,
    packages: [
      'Django==6.1.3',
      'whitenoise==6.12.0',
      'dj-database-url==3.1.2',
      'environs==15.2.0',
      'django-configurations==2.5.1',
      'pydantic-settings==2.16.3',
      'uvicorn==0.54.0',
      'gunicorn==27.0.1',
      'daphne==4.2.3',
      'hypercorn==0.18.0',
    ],
  },
];

/** The minor version of the machine's own python3; nothing when there is none with pip. */
const ownMinor = (): number | undefined => {
  if (run(['python3', '-m', 'pip', '--version'], 30).status !== 0) return undefined;
  const { stdout } = run(['python3', '-c', 'import sys; print(sys.version_info[0] * 100 + sys.version_info[1])'], 20);
  return stdout.startsWith('3') ? Number(stdout) - 300 : undefined;
};

const prepare = ({ line, from, to, packages }: Line, own: number | undefined): Django | { readonly missing: string } => {
  const fits = own !== undefined && own >= from && own <= to;
  const newer = fits ? undefined : from <= 13 && to >= 13 ? debianPython(join(cache, 'python3.13')) : undefined;
  if (newer && 'missing' in newer) return newer;
  if (!fits && !newer) return { missing: own === undefined ? 'there is no python3 with pip' : `it does not run on Python 3.${own}` };
  const python: Command = newer ? newer.command : ['python3'];
  const site = join(cache, line, 'site');
  const note = join(cache, line, 'pinned.txt');
  const pinned = [...packages, ...helpers, python.join(' ')].join('\n');
  const version = /^Django==(.*)$/m.exec(packages.join('\n'))?.[1] ?? line;
  const made: Django = { line, version, python, env: { PYTHONPATH: site, PYTHONDONTWRITEBYTECODE: '', PYTHONNOUSERSITE: '1', TZ: 'UTC' } };
  if (existsSync(note) && readFileSync(note, 'utf8') === pinned) return made;
  rmSync(join(cache, line), { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const pip = [...python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--no-warn-conflicts', '--retries', '1'];
  const installed = run([...pip, '--only-binary', ':all:', '--target', site, ...packages, ...helpers], 300, {
    env: newer ? { PYTHONPATH: newer.pip } : {},
  });
  if (installed.status !== 0) return { missing: `pip could not install its packages: ${lastLine(installed.stderr)}` };
  writeFileSync(note, pinned);
  return made;
};

/** Every line of Django, or why it cannot be asked here. What is fetched stays in `.cache/django`. */
export const djangos = (): readonly { readonly line: string; readonly found: Django | { readonly missing: string } }[] => {
  const own = ownMinor();
  return lines.map((line) => ({ line: line.line, found: prepare(line, own) }));
};
