// What is kept from one edit to the next must never show: after any edits in any files of a project its findings, and their fixes, are
// those of the same files opened now. Some hundreds of edits with each run; `DRYDOCK_EDITS=10000` says how many, `DRYDOCK_FILES=settings`
// that they are made in files called so.
import { chance } from '../../scripts/bench/numbers.ts';
import { workspaceFiles } from '../../scripts/bench/workspace.ts';
import { kindOf } from '../../server/src/languages/languages.ts';
import { at } from '../support/project.ts';
import { assertFresh, findings, opened, put } from '../support/reopened.ts';

const edits = Number(process.env['DRYDOCK_EDITS'] ?? 240);
/** Findings are asked for after each edit, and compared with a fresh start after so many. */
const compared = 6;
/** Files go back to their first text after so many edits, so that there stays something to find. */
const lasting = 40;
/** The files that are typed in. */
const typed = new RegExp(process.env['DRYDOCK_FILES'] ?? '');
const seed = Number(process.env['DRYDOCK_SEED'] ?? 20261129);

type Dice = () => number;
const below = (dice: Dice, most: number): number => Math.floor(dice() * most);
const pick = <T>(dice: Dice, list: readonly T[]): T => list[below(dice, list.length)] as T;

/** What is put into files: words that mean something in one or another of them, and signs that break what stands around them. */
const pieces = [
  ...['\n', ' ', '#', '"', "'", '[', ']', '{', '}', ':', '=', '%', '$', '\\', '-', '\t', '\r\n'],
  ...['8000', '9000', '/app', '/static/', 'shop', 'orders', 'config.settings.base', 'config.wsgi:application', 'DEBUG = True', 'USER root'],
  ...['\nFROM python:3.13 AS other\n', '\nCOPY --from=build /app/static /static\n', '\nENV DJANGO_SETTINGS_MODULE=config.settings.test\n'],
  ...['\nenv = DJANGO_SETTINGS_MODULE=config.settings.test\n', '\nhttp = :9000\n', '\nif-env = X\n', '\nendif =\n', '%(base)', '$(HOST)'],
  ...["\nSTATIC_ROOT = '/srv/static'\n", "\nALLOWED_HOSTS = ['*']\n", '\nfrom .production import *\n', '\nMIDDLEWARE = []\n'],
  ...[
    '\n    image: registry.example.org/shop:latest\n',
    '\n    build: .\n',
    '\n    expose: ["9000"]\n',
    '\n---\n',
    '\ndjango==4.2\n',
    '\nwhitenoise\n',
  ],
  ...['\n    proxy_pass http://shop:9000;\n', '\n# drydock: ignore[project]\n', '{{ name }}', 'static', 'media', 'uwsgi', 'gunicorn'],
];

/** A text with one random change. */
const changed = (dice: Dice, text: string): string => {
  const lines = text.split('\n');
  const line = below(dice, lines.length);
  const from = below(dice, text.length + 1);
  switch (below(dice, 7)) {
    case 0:
      return text.slice(0, from) + text.slice(from + 1 + below(dice, 12));
    case 1:
      return lines.toSpliced(line, 1).join('\n');
    case 2:
      return lines.toSpliced(line, 0, pick(dice, lines)).join('\n');
    case 3: {
      const number = text.indexOf(String(8000 + below(dice, 2)));
      return number < 0 ? `${text}\n` : `${text.slice(0, number)}8${below(dice, 9)}${text.slice(number + 2)}`;
    }
    default:
      return text.slice(0, from) + pick(dice, pieces) + text.slice(from);
  }
};

/** Begins a uwsgi.ini with a section that is not read, so that an edit in that moves the stretch of lines that is. */
const notes = `[notes]\n${Array.from({ length: 12 }, (_, i) => `note-${i} = ${i}\n`).join('')}`;
const projectFiles = (): ReadonlyMap<string, string> =>
  new Map(
    [...workspaceFiles(2)].map(([path, text]) => [path, path.endsWith('uwsgi.ini') ? `${notes}${text}[uwsgi]\nenv = TZ=UTC\n` : text]),
  );

describe('edits across the files of a project', () => {
  it(`leave, ${edits} of them, the findings and fixes of a fresh start`, function () {
    this.timeout(60_000 + edits * 500);
    const dice = chance(seed);
    const first = projectFiles();
    const files = new Map(first);
    const paths = [...files.keys()];
    const typedIn = paths.filter((path) => typed.test(path));
    const moving = typedIn.filter((path) => path.endsWith('uwsgi.ini'));
    const workspace = opened(files);
    let log: string[] = [];
    for (let i = 1; i <= edits; i++) {
      const back = i % lasting === 0;
      for (const path of back ? paths : [pick(dice, i % 5 === 0 && moving.length > 0 ? moving : typedIn)]) {
        const before = files.get(path) ?? '';
        const text = back ? (first.get(path) ?? '') : changed(dice, before);
        if (text === before) continue;
        // A file that is one of ours again comes behind the others.
        if (kindOf(at(path), text) && !kindOf(at(path), before)) files.delete(path);
        files.set(path, text);
        workspace.apply([put(path, text, i)]);
        log.push(`${path}: ${JSON.stringify(text)}`);
      }
      const now = findings(workspace, paths);
      if (i % compared !== 0) continue;
      assertFresh(now, files, `after edit ${i} (seed ${seed}); the last edits:\n${log.join('\n')}`);
      log = [];
    }
  });
});
