// Options that reach uWSGI beside its file: `UWSGI_*` variables and the words of its command line, wherever it is started.
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import type { FileKind } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { SourceFile } from '../../text/file.ts';
import type { FileOf, Project } from '../project.ts';

/** True when a file of the project gives the option, by any of the ways that it shows. */
export const givenBeside = ({ all }: Project, name: string): boolean =>
  all.dockerfile.some(({ facts }) => {
    const answers = given(facts);
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = gives(facts, name);
      answers.set(name, answer);
    }
    return answer;
  }) || starters.some((kind) => givenBy(all[kind]).has(name));

/** What was found out about a Dockerfile, by the names that were asked for. */
const given = memo((_: DockerfileFacts) => new Map<string, boolean>());

const gives = ({ stages }: DockerfileFacts, name: string): boolean => {
  const variable = `UWSGI_${name.toUpperCase().replaceAll('-', '_')}`;
  const short = shorts.get(name);
  const word = new RegExp(`--${name}(?![\\w-])${short ? `|(?<![\\w-])-${short}(?![\\w-])` : ''}`);
  return stages.some(
    ({ environment, entrypoint, cmd }) =>
      environment.has(variable) || [entrypoint, cmd].some((start) => start && word.test(start.instruction.line.text)),
  );
};

/** Options that have a letter of their own on the command line (core/uwsgi.c, plugins/python/python_plugin.c). */
const shorts: ReadonlyMap<string, string> = new Map([
  ['master', 'M'],
  ['processes', 'p'],
  ['workers', 'p'],
  ['harakiri', 't'],
  ['enable-threads', 'T'],
  ['single-interpreter', 'i'],
  ['memory-report', 'm'],
  ['buffer-size', 'b'],
  ['max-requests', 'R'],
  ['daemonize', 'd'],
  ['module', 'w'],
  ['home', 'H'],
]);

/** Kinds of files that start programs or set their variables. */
const starters = [
  'shell',
  'compose',
  'kubernetes',
  'cloudfoundry',
  'procfile',
  'supervisord',
  'systemd',
  'dotenv',
  'makefile',
  'npm',
] as const satisfies readonly FileKind[];

/** What all files of a kind give; the list stays the same object for as long as its files do. */
const givenBy = memo((files: readonly FileOf<FileKind>[]): ReadonlySet<string> => {
  const out = new Set<string>();
  for (const { parsed } of files) for (const name of saidIn(parsed.file)) out.add(name);
  return out;
});

/**
 * The options that a file speaks of, in a line that is no comment. It is the text that is asked: words of a command are put
 * together in too many ways to follow all of them, and who asks is silent about what may be given. In scripts a line of
 * another program does not count, nor one that starts an application without a file.
 */
const saidIn = memo(({ uri, text }: SourceFile): readonly string[] => {
  if (!/uwsgi/i.test(text)) return [];
  const isYaml = /\.ya?ml$/i.test(uri);
  const out: string[] = [];
  // A line goes on behind a backslash.
  for (const [line] of text.matchAll(/(?:[^\n\\]|\\[\s\S])+/g)) {
    if (/^\s*[#;]/.test(line)) continue;
    const isOther =
      !isYaml &&
      (/uwsgi/i.test(line) ? startsByWords.test(line) && !/ini\b/.test(line) : !/^\s*(?:export\s+)?\w+\+?=|^\s*set\s/.test(line));
    for (const [, word, letter, variable] of line.matchAll(says)) {
      if (letter) {
        // Other programs have such letters as well.
        if (isYaml || /uwsgi/i.test(line)) for (const [name, short] of shorts) if (short === letter && !isOther) out.push(name);
      } else if (variable) out.push(variable.toLowerCase().replaceAll('_', '-'));
      else if (word && !isOther) out.push(word);
    }
  }
  return out;
});
const says = /(?<![\w-])--([a-z][a-z\d-]*)|(?<![\w-])-([MptTimbRdwH])(?![\w-])|\bUWSGI_([A-Z][A-Z\d_]*)/g;
const startsByWords = /\s(?:--(?:module|wsgi|wsgi-file|file)|-w)\b/;
