// The ways Python projects write texts, switches, numbers and paths.
import { type Form, lines } from './form.ts';
import { expression, isPath, isText, type Py, quoted } from './python.ts';

const text = (value: Py): string => (isText(value) ? value : '');
/** The parts of a path below BASE_DIR, as string literals. */
const parts = (value: Py): readonly string[] => (isPath(value) ? value.path.split('/').filter(Boolean).map(quoted) : []);
const belowBase = (value: Py) => parts(value).length > 0;
const whole = (value: Py): value is number => typeof value === 'number';
const flag = (value: Py): value is boolean => typeof value === 'boolean';

export const ofText: readonly Form[] = [
  {
    name: 'sum of strings',
    fits: (one) => text(one).length > 1,
    write: (name, value) => lines(`${name} = ${quoted(text(value).slice(0, 1))} + ${quoted(text(value).slice(1))}`),
  },
  {
    name: 'joined by the parser',
    fits: (one) => text(one).length > 1,
    write: (name, value) => lines(`${name} = (`, `    ${quoted(text(value).slice(0, 1))}`, `    ${quoted(text(value).slice(1))}`, ')'),
  },
  {
    name: 'f-string',
    fits: (one) => text(one).length > 1 && !/[{}]/.test(text(one)),
    write: (name, value) => lines(`_end = ${quoted(text(value).slice(1))}`, `${name} = f"${text(value).slice(0, 1)}{_end}"`),
  },
  {
    name: 'percent format',
    fits: (one) => text(one).length > 1 && !text(one).includes('%'),
    write: (name, value) => lines(`${name} = ${quoted(`${text(value).slice(0, 1)}%s`)} % ${quoted(text(value).slice(1))}`),
  },
  {
    name: 'format method',
    fits: (one) => text(one).length > 1 && !/[{}]/.test(text(one)),
    write: (name, value) => lines(`${name} = ${quoted(`${text(value).slice(0, 1)}{}`)}.format(${quoted(text(value).slice(1))})`),
  },
  {
    name: 'environ.get',
    fits: isText,
    write: (name, value) => ({ lines: [`${name} = os.environ.get("THE_${name}", ${expression(value)})`], imports: ['import os'] }),
  },
  {
    name: 'getenv',
    fits: isText,
    write: (name, value) => ({ lines: [`${name} = os.getenv("THE_${name}", ${expression(value)})`], imports: ['import os'] }),
  },
  {
    name: 'environ, set',
    fits: isText,
    write: (name, value) => ({
      lines: [`${name} = os.environ["THE_${name}"]`],
      imports: ['import os'],
      env: { [`THE_${name}`]: text(value) },
    }),
  },
  {
    name: 'environ or',
    fits: (one) => text(one) !== '',
    write: (name, value) => ({ lines: [`${name} = os.environ.get("THE_${name}") or ${expression(value)}`], imports: ['import os'] }),
  },
  {
    name: 'django-environ',
    fits: (one) => isText(one) && !one.startsWith('$'),
    write: (name, value) => ({
      lines: ['env = environ.Env()', `${name} = env("THE_${name}", default=${expression(value)})`],
      imports: ['import environ'],
    }),
  },
  {
    name: 'django-environ, str',
    fits: (one) => isText(one) && !one.startsWith('$'),
    write: (name, value) => ({
      lines: ['env = environ.Env()', `${name} = env.str("THE_${name}", ${expression(value)})`],
      imports: ['import environ'],
    }),
  },
  {
    name: 'decouple',
    fits: isText,
    write: (name, value) => ({
      lines: [`${name} = config("THE_${name}", default=${expression(value)})`],
      imports: ['from decouple import config'],
    }),
  },
  {
    name: 'environs',
    fits: isText,
    write: (name, value) => ({
      lines: ['env = Env()', `${name} = env.str("THE_${name}", ${expression(value)})`],
      imports: ['from environs import Env'],
    }),
  },
];

export const ofFlags: readonly Form[] = [
  {
    name: 'environment compared',
    fits: flag,
    write: (name, value) => ({
      lines: [`${name} = os.environ.get("THE_${name}", ${value ? '"1"' : '"0"'}) == "1"`],
      imports: ['import os'],
    }),
  },
  {
    name: 'environment among words',
    fits: flag,
    write: (name, value) => ({
      lines: [`${name} = os.environ.get("THE_${name}", ${value ? '"True"' : '"False"'}).lower() in ("1", "true", "yes")`],
      imports: ['import os'],
    }),
  },
  {
    name: 'environment, bool of int',
    fits: flag,
    write: (name, value) => ({
      lines: [`${name} = bool(int(os.environ.get("THE_${name}", ${value ? '1' : '0'})))`],
      imports: ['import os'],
    }),
  },
  { name: 'negation', fits: flag, write: (name, value) => lines(`_off = ${value ? 'False' : 'True'}`, `${name} = not _off`) },
  {
    name: 'django-environ, bool',
    fits: flag,
    write: (name, value) => ({
      lines: ['env = environ.Env()', `${name} = env.bool("THE_${name}", default=${expression(value)})`],
      imports: ['import environ'],
    }),
  },
  {
    name: 'django-environ, scheme',
    fits: flag,
    write: (name, value) => ({
      lines: [`env = environ.Env(THE_${name}=(bool, ${expression(value)}))`, `${name} = env("THE_${name}")`],
      imports: ['import environ'],
    }),
  },
  {
    name: 'decouple, bool',
    fits: flag,
    write: (name, value) => ({
      lines: [`${name} = config("THE_${name}", default=${expression(value)}, cast=bool)`],
      imports: ['from decouple import config'],
    }),
  },
  {
    name: 'environs, bool',
    fits: flag,
    write: (name, value) => ({
      lines: ['env = Env()', `${name} = env.bool("THE_${name}", ${expression(value)})`],
      imports: ['from environs import Env'],
    }),
  },
  {
    name: 'int of environment',
    fits: whole,
    write: (name, value) => ({ lines: [`${name} = int(os.environ.get("THE_${name}", "${value}"))`], imports: ['import os'] }),
  },
  {
    name: 'product',
    fits: (one) => whole(one) && one % 60 === 0,
    write: (name, value) => lines(`${name} = 60 * ${whole(value) ? value / 60 : 0}`),
  },
];

const os = ['import os'];
export const ofPaths: readonly Form[] = [
  {
    name: 'os.path.join',
    fits: belowBase,
    write: (name, value) => ({ lines: [`${name} = os.path.join(BASE_DIR, ${parts(value).join(', ')})`], imports: os }),
  },
  { name: 'Path of parts', fits: belowBase, write: (name, value) => lines(`${name} = Path(BASE_DIR, ${parts(value).join(', ')})`) },
  { name: 'joinpath', fits: belowBase, write: (name, value) => lines(`${name} = BASE_DIR.joinpath(${parts(value).join(', ')})`) },
  { name: 'str of path', fits: isPath, write: (name, value) => lines(`${name} = str(${expression(value)})`) },
  {
    name: 'as_posix',
    fits: belowBase,
    write: (name, value) =>
      lines(
        `${name} = BASE_DIR.as_posix() + ${quoted(
          `/${parts(value)
            .map((one) => one.slice(1, -1))
            .join('/')}`,
        )}`,
      ),
  },
  {
    name: 'path in f-string',
    fits: belowBase,
    write: (name, value) =>
      lines(
        `${name} = f"{BASE_DIR}/${parts(value)
          .map((one) => one.slice(1, -1))
          .join('/')}"`,
      ),
  },
  {
    name: 'normpath',
    fits: belowBase,
    write: (name, value) => ({
      lines: [`${name} = os.path.normpath(os.path.join(BASE_DIR, "x", "..", ${parts(value).join(', ')}))`],
      imports: os,
    }),
  },
  {
    name: 'parent of a child',
    fits: belowBase,
    write: (name, value) => lines(`${name} = (BASE_DIR / "x").parent / ${parts(value).join(' / ')}`),
  },
  {
    name: 'dirname of __file__',
    fits: belowBase,
    write: (name, value) => ({
      lines: [
        'ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))',
        `${name} = os.path.join(ROOT, ${parts(value).join(', ')})`,
      ],
      imports: os,
    }),
  },
  {
    name: 'parents of __file__',
    fits: belowBase,
    write: (name, value) => lines('ROOT = Path(__file__).resolve().parents[2]', `${name} = ROOT / ${parts(value).join(' / ')}`),
  },
  {
    name: 'django-environ, Path',
    fits: belowBase,
    write: (name, value) => ({
      lines: ['root = environ.Path(__file__) - 3', `${name} = root(${parts(value).join(', ')})`],
      imports: ['import environ'],
    }),
  },
];
