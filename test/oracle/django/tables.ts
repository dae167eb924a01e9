// What the catalogue says of a release of Django, against that release: settings, their defaults, and the classes they name.
import type { Knowledge } from '../../../server/src/knowledge/entry.ts';
import { standing } from '../../../server/src/knowledge/settings/releases.ts';
import { type Answers, type Asked, isRaised } from './asking.ts';
import { plainCase } from './cases.ts';

const kinds = ['middleware', 'app', 'storage', 'finder', 'backend'] as const;
/** Settings of Django that its file of defaults does not have: contributed apps and deprecated mail read them by themselves. */
const elsewhere = new Set([
  'ROOT_URLCONF',
  'MAILERS',
  'EMAIL_FILE_PATH',
  'MESSAGE_LEVEL',
  'MESSAGE_TAGS',
  'SITE_ID',
  'ADMIN_MEDIA_PREFIX',
  'GDAL_LIBRARY_PATH',
  'GEOS_LIBRARY_PATH',
  'SPATIALITE_LIBRARY_PATH',
]);

const paths = (knowledge: Knowledge) => kinds.flatMap((kind) => knowledge.list(kind)).filter(({ of }) => of === 'Django');
const settings = (knowledge: Knowledge) => knowledge.list('setting').filter(({ of, name }) => of === 'Django' && !elsewhere.has(name));
const questions = (knowledge: Knowledge, line: string): readonly [string, string] => [
  `exists ${JSON.stringify(paths(knowledge).map(({ name }) => name))}`,
  `defaults ${JSON.stringify(
    Object.fromEntries(
      settings(knowledge).flatMap((one) => {
        const before = Object.entries(one.fallbacks).findLast(([since]) => standing({ since, removed: undefined }, line) === 'current');
        const text = before?.[1] ?? one.fallback;
        return text === undefined || /^(?:not-yet|removed)$/.test(standing(one, line)) ? [] : [[one.name, text]];
      }),
    ),
  )}`,
];

/** What to ask a Django so that `judgeTables` can tell. */
export const askTables = (knowledge: Knowledge, line: string, version: string): Asked => ({
  one: plainCase(line, version, 'nothing wrong, switch'),
  ask: ['setup', ...questions(knowledge, line)],
});

/** A sentence for each thing that the tables and that Django see differently; how many things were compared. */
export const judgeTables = (
  knowledge: Knowledge,
  line: string,
  answers: Answers,
): { readonly compared: number; readonly wrong: readonly string[] } => {
  const [existence, values] = questions(knowledge, line);
  const wrong: string[] = [];
  const failed = [answers[existence], answers[values]].find((one) => one === undefined || isRaised(one));
  if (failed !== undefined) return { compared: 0, wrong: [`the tables could not be asked about: ${JSON.stringify(failed)}`] };
  const there = new Set(answers[existence] as readonly string[]);
  for (const one of paths(knowledge)) {
    const expected = !/^(?:not-yet|removed)$/.test(standing(one, line));
    if (expected !== there.has(one.name)) wrong.push(`${one.name} ${expected ? 'is missing' : 'is there'}`);
  }
  const found = answers[values] as { readonly wrong: Readonly<Record<string, string>>; readonly names: readonly string[] };
  for (const [name, real] of Object.entries(found.wrong)) wrong.push(`the default of ${name} is ${real}`);
  const known = settings(knowledge).filter((one) => !/^(?:not-yet|removed)$/.test(standing(one, line)));
  for (const { name } of known) if (!found.names.includes(name)) wrong.push(`${name} is no setting`);
  for (const name of found.names) if (!known.some((one) => one.name === name)) wrong.push(`${name} is a setting`);
  return { compared: paths(knowledge).length + found.names.length, wrong };
};
