import { programOf } from '../../commands/wrappers.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { anyOf, wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { type ManageCall, manageCalls } from '../reading/dockerfile/manage.ts';
import { servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { defineRule } from '../rule.ts';

/** No database runs while an image is built; SQLite makes one that every container then starts with. */
export default defineRule({
  id: 'dockerfile/migrate-at-build',
  title: 'The database is changed when a container starts, not when the image is built',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R31'],
  reads: 'dockerfile',
  by: 'build',
  words: /manage|django/,
  // Any variable may name an SQLite database, and give one up.
  minds: anyOf(wordsFromElsewhere, /^\s*env\b/),
  *check(subject) {
    const { uri, facts } = subject;
    for (const stage of facts.stages) {
      if (servesDevelopment(subject, stage)) continue;
      for (const call of manageCalls(stage)) {
        const { verb, words, run } = call;
        const first = words[0];
        if (!first || !touches.has(verb.text) || onlyLooks(call) || brings(call, stage)) continue;
        const at = { uri, span: { from: first.span.from, to: verb.span.to } };
        if (verb.text === 'makemigrations') {
          yield {
            at,
            message:
              '`makemigrations` writes migrations into the image that the repository does not have, and another build may write others; run it while developing and commit the files',
            severity: 'warning',
          };
          continue;
        }
        const sqlite = inSqlite(call);
        yield {
          at,
          message: sqlite
            ? `\`${verb.text}\` writes an SQLite database into the image, so every container starts with that copy and loses its own on replacement; run it when a container starts, on a volume`
            : `\`${verb.text}\` needs the database, which does not run while the image is built (with SQLite it bakes one in); run it when a container starts, or in a job of its own before`,
          severity: sqlite || !run.command.certain ? 'warning' : 'error',
        };
      }
    }
  },
});

/** Commands of Django and of well-known apps that open the database. */
const touches = new Set([
  'migrate',
  'migrate_schemas',
  'makemigrations',
  'createsuperuser',
  'createcachetable',
  'loaddata',
  'flush',
  'syncdb',
  'remove_stale_contenttypes',
  'clearsessions',
]);

const onlyLooks = ({ verb, rest }: ManageCall): boolean =>
  rest.some(({ text }) => /^(?:--help|-h|--check|--dry-run)$/.test(text)) ||
  (verb.text === 'makemigrations' && rest.some(({ text }) => text === '--empty'));

/** True when the build has a database for it: a server that the same RUN starts, or the network of the machine. */
const brings = ({ run }: ManageCall, stage: Parameters<typeof placedRuns>[0]): boolean => {
  const { instruction } = run.step;
  if (instruction.flags.some(({ name, value }) => name === 'network' && value === 'host')) return true;
  return placedRuns(stage).some(
    (other) =>
      other.run.step === run.step &&
      (/^(?:pg_ctl|pg_ctlcluster|postgres|mysqld|mysqld_safe|mariadbd|mariadbd-safe|initdb)$/.test(programOf(other.words[0])) ||
        (programOf(other.words[0]) === 'service' && /^(?:postgresql|mysql|mariadb)$/.test(other.words[1]?.text ?? ''))),
  );
};

const inSqlite = ({ run }: ManageCall): boolean => {
  const given = run.command.assignments.map(({ value }) => value.text);
  const set = [...run.step.environment.values()].filter(({ by }) => by === 'ENV').map(({ text }) => text);
  return [...given, ...set].some((text) => /^(?:sqlite|spatialite)3?:|\.sqlite3?$|\bbackends\.sqlite3$/.test(text));
};
