// What is kept of a settings module from one edit to the next must never show: after any edits in any of several modules that import
// each other, names, values, histories and places are those of the same files opened now. `DRYDOCK_EDITS=10000` says how many edits,
// `DRYDOCK_SEED` which.
import assert from 'node:assert/strict';
import { chance } from '../../scripts/bench/numbers.ts';
import { djangoProjects } from '../../server/src/project/settings/django.ts';
import type { Value } from '../../server/src/project/settings/value.ts';
import type { Change, SettingsView } from '../../server/src/project/settings/view.ts';
import { createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';
import { now } from '../../server/src/text/seat.ts';
import type { Location } from '../../server/src/text/span.ts';
import { at, root } from '../support/project.ts';
import { shownValue } from '../support/shown-value.ts';

const edits = Number(process.env['DRYDOCK_EDITS'] ?? 300);
const seed = Number(process.env['DRYDOCK_SEED'] ?? 20261130);
/** Files go back to their first text after so many edits, so that there stays something to work out. */
const lasting = 60;

type Dice = () => number;
const below = (dice: Dice, most: number): number => Math.floor(dice() * most);
const pick = <T>(dice: Dice, list: readonly T[]): T => list[below(dice, list.length)] as T;

const first: Readonly<Record<string, string>> = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")\n',
  Dockerfile: 'FROM python:3.13\nENV DJANGO_SETTINGS_MODULE=shop.settings.production\n',
  'shop/settings/helpers.py':
    'import os\nSEEN = []\ndef flag(name, default=False):\n    return os.environ.get(name, str(default)) == "True"\n',
  'shop/settings/base.py': [
    'import os',
    'from pathlib import Path',
    'from .helpers import flag, SEEN',
    'import environ',
    'env = environ.Env(DEBUG=(bool, False))',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    'DEBUG = env("DEBUG")',
    'INSTALLED_APPS = ["a", "b"]',
    'APPS = INSTALLED_APPS',
    'MIDDLEWARE = ["m"]',
    'INSTALLED_APPS += ["c"]',
    'if DEBUG:',
    '    INSTALLED_APPS += ["debug"]',
    '    LEVEL = "DEBUG"',
    'else:',
    '    LEVEL = "INFO"',
    'CACHES = {"default": {"LOCATION": "here"}}',
    'CACHES["more"] = {"LOCATION": env("REDIS", default="redis://cache")}',
    'try:',
    '    from .local import *',
    'except ImportError:',
    '    LOCAL = False',
    'def extended(apps, name="late"):',
    '    apps.append(name)',
    '    return apps + MIDDLEWARE',
    'EXTENDED = extended(APPS)',
    'class Names:',
    '    HOST = "host"',
    '    PORTS = [80]',
    'HOST = Names.HOST',
    'DATABASES = {"default": env.db("DATABASE_URL", default="postgres://db")}',
    'STATIC_ROOT = os.path.join(BASE_DIR, "static")',
    'TEMPLATES = [{"DIRS": [BASE_DIR / "templates"], "APPS": INSTALLED_APPS}]',
    'SEEN.append("base")',
    '',
  ].join('\n'),
  'shop/settings/extra.py': 'from .base import *\nEXTRA = [*INSTALLED_APPS, "extra"]\nMIDDLEWARE.insert(0, "first")\nX = CACHES\n',
  'shop/settings/production.py':
    'from .base import *\nfrom .extra import *\nfrom . import base\nALLOWED_HOSTS = [HOST]\nX["prod"] = 1\nLEVEL = base.LEVEL\nDEBUG = False\n',
  'shop/settings/dev.py': 'from .base import *\nfrom .base import CACHES as OTHER\nDEBUG = True\nOTHER["dev"] = EXTENDED\n',
};
const modules = Object.keys(first).filter((name) => name.startsWith('shop/'));

/** Statements, whole ones and such as a person is about to write. */
const lines: readonly string[] = [
  ...['INSTALLED_APPS += ["x"]', 'INSTALLED_APPS.append("y")', 'INSTALLED_APPS = INSTALLED_APPS + ["z"]', 'INSTALLED_APPS = []'],
  ...[
    'APPS = INSTALLED_APPS',
    'APPS = list(INSTALLED_APPS)',
    'APPS += ("t",)',
    'APPS.remove("a")',
    'APPS.insert(1, env("APP"))',
    'A = B = []',
  ],
  ...['A.append(1)', 'B += [2]', 'del INSTALLED_APPS[0]', 'del APPS', 'MIDDLEWARE[0] = "other"', 'MIDDLEWARE += env.list("MORE")'],
  ...['CACHES["k"] = INSTALLED_APPS', 'CACHES["default"]["LOCATION"] = "there"', 'CACHES.update(DATABASES)', 'X = {**CACHES, "y": A}'],
  ...['DEBUG = True', 'DEBUG = env.bool("DEBUG")', 'os.environ["DEBUG"] = "1"', 'LEVEL = os.environ.get("LEVEL", "x")', 'LEVEL += "y"'],
  ...['if DEBUG:\n    APPS += ["d"]\n    NEW = 1', 'if env("WHO") == "me":\n    MIDDLEWARE = APPS\nelse:\n    MIDDLEWARE.append("else")'],
  ...['for one in APPS:\n    MIDDLEWARE.append(one)', 'for one in env.list("L"):\n    APPS.append(one)', 'while True:\n    A.append(3)'],
  ...[
    'try:\n    NAME\nexcept NameError:\n    NAME = "n"',
    'try:\n    import debug_toolbar\n    APPS.append("toolbar")\nexcept ImportError:\n    pass',
  ],
  ...[
    'try:\n    from .local import *\nexcept ImportError:\n    pass',
    'from .missing import *',
    'from elsewhere import *',
    'from .extra import *',
  ],
  ...[
    'from .helpers import *',
    'from . import helpers',
    'FLAG = helpers.flag("FLAG")',
    'FLAG = flag("FLAG", True)',
    'helpers.SEEN.append("s")',
  ],
  ...[
    'def extended(apps):\n    return [*apps, LEVEL]',
    'EXTENDED = extended(MIDDLEWARE)',
    'def grown(n=[]):\n    n.append(1)\n    return n',
    'G = grown()',
  ],
  ...[
    'class Names:\n    HOST = LEVEL\n    LIST = APPS',
    'HOST = Names.HOST',
    'Names.HOST = "set"',
    'Names.LIST.append("in class")',
    'class Late(Names):\n    PORT = 1',
  ],
  ...[
    'globals()["MADE"] = 1',
    'globals().update(CACHES)',
    'locals()',
    'setattr(helpers, "x", 1)',
    'exec("A = 1")',
    'unknown(APPS)',
    '__all__ = ["DEBUG"]',
  ],
  ...[
    '(W := APPS)',
    'X, Y = APPS, [1]',
    '[a, *REST] = APPS',
    'X = [one for one in APPS if one != "a"]',
    'Z = APPS if DEBUG else MIDDLEWARE',
    'Z.append("z")',
  ],
  ...[
    'S = "t" f"{LEVEL}"',
    'raise ValueError("no")',
    'import os.path',
    'X = CACHES.get("k") or APPS',
    'X += ["x"]',
    'X = CACHES.pop("k", None)',
  ],
  ...[
    'MIDDLEWARE = [',
    'CACHES = {"a": {',
    'X = """',
    ')',
    'LOGGING = {"level": LEVEL, "apps": APPS}',
    'LOGGING["apps"] += ["q"]',
    '# a comment',
    '',
  ],
];
const signs = ['(', ')', '[', ']', '"', "'", ',', '=', '+', '\n', ' ', '    ', '#', ':', '\\', 'A', 'DEBUG', '.', '{', '}', '"""', '\r\n'];

/** A text with one random change. */
const changed = (dice: Dice, text: string): string => {
  const all = text.split('\n');
  const line = below(dice, all.length);
  const from = below(dice, text.length + 1);
  switch (below(dice, 10)) {
    case 0:
      return text.slice(0, from) + text.slice(from + 1 + below(dice, 9));
    case 1:
    case 2:
      return all.toSpliced(line, 1).join('\n');
    case 3:
      return all.toSpliced(line, 0, pick(dice, all)).join('\n');
    case 4: {
      const moved = all.toSpliced(line, 1);
      return moved.toSpliced(below(dice, moved.length), 0, all[line] ?? '').join('\n');
    }
    case 5:
      return text.slice(0, from) + pick(dice, signs) + text.slice(from);
    default:
      return all.toSpliced(line, 0, pick(dice, lines)).join('\n');
  }
};

/** Every place in a value, in order. */
const placesIn = (value: Value): readonly unknown[] => {
  const place = now(value.at);
  switch (value.is) {
    case 'list':
      return [place, ...value.items.flatMap((item) => [now(item.at), ...(item.is === 'item' ? placesIn(item.value) : [item.why])])];
    case 'dict':
      return [place, ...value.entries.flatMap((entry) => [now(entry.at), ...placesIn(entry.key), ...placesIn(entry.value)])];
    case 'choice':
      return [place, ...value.among.flatMap(placesIn)];
    case 'object':
      return [place, ...value.positional.flatMap(placesIn), ...value.keywords.flatMap((one) => [one.name, ...placesIn(one.value)])];
    case 'environment':
      return [place, now(value.nameAt), ...(value.unset ? placesIn(value.unset) : [])];
    case 'string':
      return [place, value.glued?.map((one) => now(one.at))];
    case 'unknown':
      return [place, value.why];
    default:
      return [place];
  }
};

const shown = (value: Value): unknown => [shownValue(value), ...placesIn(value)];
const change = ({ how, by, statement, target, value, certain }: Change) => [how, by, now(statement), now(target), shown(value), certain];

const said = (view: SettingsView | undefined): unknown =>
  view && {
    open: view.open.map(({ why, at: place, overrides }: { why: string; at: Location; overrides: boolean }) => [why, now(place), overrides]),
    files: view.files,
    names: view.names().map((name) => {
      const found = view.get(name) ?? assert.fail();
      return [name, shown(found.value), found.certain, found.changes.map(change)];
    }),
  };

/** All that is seen of the settings, of each module in both roles. */
const seen = (workspace: Workspace): unknown =>
  djangoProjects(workspace.now.projects()[0] ?? assert.fail()).map((one) => [
    said(one.production),
    said(one.development),
    one.modules.map((module) => [module.uri, said(one.view(module, 'production')), said(one.view(module, 'development'))]),
  ]);

const put = (name: string, text: string) =>
  ({
    type: 'write',
    file: { uri: at(name), kind: name.endsWith('.py') ? ('python' as const) : ('dockerfile' as const), version: 1, text },
  }) as const;

const opened = (files: ReadonlyMap<string, string>): Workspace => {
  const workspace = createWorkspace();
  workspace.apply([
    { type: 'list', listing: { root, files: [...files.keys()].map(at), complete: true } },
    ...[...files].map(([name, text]) => put(name, text)),
  ]);
  return workspace;
};

describe('edits of settings modules', () => {
  it(`leave, ${edits} of them, what the same modules say when they are opened`, function () {
    this.timeout(60_000 + edits * 200);
    const dice = chance(seed);
    const files = new Map(Object.entries(first));
    const workspace = opened(files);
    let log: string[] = [];
    for (let i = 1; i <= edits; i++) {
      const back = i % lasting === 0;
      if (back) log = [];
      for (const name of back ? modules : [pick(dice, modules)]) {
        const text = back ? (first[name] ?? '') : changed(dice, files.get(name) ?? '');
        if (text === files.get(name)) continue;
        files.set(name, text);
        workspace.apply([put(name, text)]);
        if (!back) log.push(`${name}:\n${text}`);
      }
      // Now and then several edits come before anybody asks.
      if (below(dice, 4) === 0) continue;
      assert.deepEqual(
        seen(workspace),
        seen(opened(files)),
        `after edit ${i} (seed ${seed}); the last edits:\n${log.slice(-4).join('\n')}`,
      );
    }
  });
});
