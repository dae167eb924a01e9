// The problems our runner finds, beside what the real uWSGI did with the file.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../server/src/rules/rule.ts';
import { at, runner, snapshotOf } from '../support/project.ts';
import type { Tell } from './compare.ts';
import type { Read } from './reader.ts';
import type { Binary } from './uwsgi-binaries.ts';

/** The rules whose errors say, in one wording or another, that uWSGI does not start. */
export const refusing: ReadonlySet<string> = new Set([
  'uwsgi/bad-integer',
  'uwsgi/chmod-socket-value',
  'uwsgi/cron-syntax',
  'uwsgi/end-is-no-option',
  'uwsgi/forbidden-option',
  'uwsgi/immediate-variable',
  'uwsgi/missing-include',
  'uwsgi/option-not-in-version',
  'uwsgi/placeholder-loop',
  'uwsgi/placeholder-names-option',
  'uwsgi/placeholder-strict',
  'uwsgi/plugin-missing',
  'uwsgi/plugin-name',
  'uwsgi/refused-value',
  'uwsgi/static-map-form',
  'uwsgi/unknown-option',
]);
/** Rules that say it with a condition that the file alone does not decide. */
const conditional: ReadonlySet<string> = new Set(['uwsgi/logic-nested']);
/** How a message says it. */
const claim = /\b(?:stops the start|refuses to start|does not start|the start (?:fails|hangs))\b/;

export interface Judged {
  readonly file: string;
  readonly text: string;
  readonly folder: string;
  readonly binary: Binary;
  readonly read: Read;
}

/** A refused file has a problem, and who says "does not start" is right. */
export const compareProblems = (of: string, { file, text, folder, binary, read }: Judged, tell: Tell): void => {
  const problems = problemsOf(text, folder, binary);
  const grave = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const refused = read.shown === undefined;
  const said = read.log.trim().split('\n').at(-1)?.slice(0, 200);
  tell(
    'rules',
    of,
    refused && grave.length === 0 ? `uWSGI refuses ${file} (${said}), and no rule says a word: ${JSON.stringify(text)}` : undefined,
  );
  const claims = problems.filter(({ rule, severity, message }) => severity === 'error' && !conditional.has(rule) && claim.test(message));
  const stranger = claims.find(({ rule }) => !refusing.has(rule));
  tell('rules', of, stranger ? `${stranger.rule} claims that uWSGI does not start and is not on our list` : undefined);
  const wrong = read.code === 0 ? claims[0] : undefined;
  tell('rules', of, wrong ? `${wrong.rule} says “${wrong.message}”, and uWSGI starts: ${JSON.stringify(text)}` : undefined);
};

let near: Readonly<Record<string, string>> | undefined;

/** The file as `uwsgi.ini` in a project that names its build, with the files it may include beside it. */
const problemsOf = (text: string, folder: string, { build, version }: Binary): readonly Problem[] => {
  near ??= Object.fromEntries(
    readdirSync(join(folder, 'near'), { recursive: true, encoding: 'utf8' })
      .filter((name) => existsSync(join(folder, 'near', name)) && name.includes('.'))
      .map((name) => [`near/${name}`, readFileSync(join(folder, 'near', name), 'utf8')]),
  );
  const config = `uwsgi-build: ${build}\nuwsgi-version: '${version}'\n`;
  const project = snapshotOf({ 'drydock.yaml': config, ...near, 'uwsgi.ini': text }).project(at('uwsgi.ini'));
  return project ? runner.problems(project, at('uwsgi.ini')) : [];
};
