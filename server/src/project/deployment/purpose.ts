// For whom a deployment is, by the words around it and by what it starts.
import type { Launch } from '../../commands/launch.ts';
import type { Fact } from '../../languages/fact.ts';
import type { Declaration } from './declaration.ts';
import type { Deployment, Purpose } from './deployment.ts';

const word = (words: string): RegExp => new RegExp(`(?:^|[^a-z])(?:${words})(?:$|[^a-z])`, 'i');
const test = word('tests?|testing|ci|e2e|selenium|pytest|cypress');
const development = word('dev|develop|development|local|devcontainer|debug|devel');
const production = word('prod|production|staging|live');

const byWords = (words: readonly string[]): Purpose | undefined => {
  if (words.some((one) => test.test(one))) return 'test';
  if (words.some((one) => development.test(one))) return 'development';
  return words.some((one) => production.test(one)) ? 'production' : undefined;
};

/** The words count first, then a server that is only for development, then the settings; clusters and platforms are for production. */
export const purposeOf = ({ by, hints }: Declaration, launch: Launch | undefined, settings: Fact<string>): Purpose => {
  const told = byWords(hints);
  if (told) return told;
  const programs = launch?.programs ?? [];
  if (programs.some(({ words, certain }) => certain && /(?:^|\/)(?:pytest|tox)$/.test(words[0]?.text ?? ''))) return 'test';
  if (launch?.server?.server === 'runserver') return 'development';
  if (programs.some(({ words }) => words.some(({ text }) => text === '--reload'))) return 'development';
  const named = settings.state === 'known' ? byWords([settings.value.replaceAll('.', ' ')]) : undefined;
  return named ?? (by === 'kubernetes' || by === 'cloudfoundry' || by === 'procfile' || by === 'systemd' ? 'production' : 'unknown');
};

/** What it is there for: a server for requests, a worker that goes on, or a command that ends. */
export const roleOf = (launch: Launch | undefined): Deployment['role'] => {
  if (launch?.server) return 'web';
  const last = launch?.programs.at(-1);
  if (!last) return 'unknown';
  const line = last.words.map(({ text }) => text).join(' ');
  if (/\b(?:celery|dramatiq|rqworker|rq worker|huey|qcluster|run_huey|procrastinate|beat|runworker|db_worker)\b/.test(line))
    return 'worker';
  return /\b(?:manage\.py|django-admin)\b/.test(line) ? 'job' : 'unknown';
};
