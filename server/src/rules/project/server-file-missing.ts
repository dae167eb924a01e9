import type { Launched } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { findModule } from '../../project/python-modules.ts';
import { replace } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import { topOf } from '../../text/span.ts';
import { type AbsentFile, absentFile } from '../reading/absent-file.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { isForShow } from '../reading/for-show.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule, fix } from '../rule.ts';

/** A server that is told to read a file of settings, and does not find it, ends at its start. */
export default defineRule({
  id: 'project/server-file-missing',
  title: 'The files a server is told to read are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  each: 'deployment',
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      for (const program of deployment.launch?.programs ?? []) {
        for (const { by, value, path, name } of toldIn(program)) {
          const place = placeOf(deployment, program, value, name);
          const at = place && insideQuotes(project, place);
          if (!at || path === '' || !value.known) continue;
          const found = path.startsWith('python:') ? absentModule(project, path) : absentFile(project, deployment, program, path);
          if (!found || isForShow(project, at.uri) || !first(at)) continue;
          const { meant } = found;
          const start = value.text.indexOf(path);
          const from = at.span.from + Math.max(0, start);
          const span = { from, to: from + path.length };
          yield {
            at,
            message: `${by} is told to read \`${path}\`, and ${whyNot(found)}, so it ends at its start; ${adviceOf(found)}`,
            related: found.there ? [{ at: topOf(found.there), message: 'This file is there' }] : [],
            fixes: () => {
              const written = project.file(at.uri)?.parsed.file.text.slice(span.from, span.to);
              return meant && name === undefined && written === path
                ? [fix(`Write \`${meant}\``, false, at.uri, replace(span, meant))]
                : [];
            },
          };
        }
      }
    }
  },
});

/** A file that a program is told to read. */
interface Told {
  readonly by: string;
  readonly value: Argument;
  /** What of the value is the path; `python:` stands in front of a module. */
  readonly path: string;
  /** The variable that names it, where one does. */
  readonly name: string | undefined;
}

const toldIn = (program: Launched): readonly Told[] => {
  const { server, words } = program;
  if (!server) return options[programOf(words[0])]?.(words) ?? [];
  const { server: by } = server;
  const out: Told[] = [];
  const take = (value: Argument | undefined, path: string, name?: string): void => {
    if (value) out.push({ by, value, path, name });
  };
  const last = (name: string) => server.options.findLast((one) => one.name === name);
  if (by === 'gunicorn' || by === 'hypercorn') {
    const option = last('config');
    const text = option?.value?.text ?? '';
    // Hypercorn takes `file:` for a Python file as well.
    take(option?.value, text.replace(/^file:/, ''), option?.by === 'environment' ? 'GUNICORN_CMD_ARGS' : undefined);
  }
  if (by === 'gunicorn' || by === 'uvicorn' || by === 'hypercorn') {
    const option = last('log-config');
    if (option?.by === 'argument') take(option.value, (option.value?.text ?? '').replace(/^(?:json|toml):/, ''));
  }
  if (by !== 'uwsgi') return out;
  const carried = last('ini')?.by === 'environment' ? last('ini')?.value : undefined;
  for (const value of server.configs) {
    // `file.ini:section`; what has a scheme is no file.
    const path = value.text.replace(/(\.\w+):[\w-]*$/, '$1');
    take(value, path, value === carried ? 'UWSGI_INI' : undefined);
  }
  return out;
};

/** What programs are told that serve no application by themselves. */
const options: Readonly<Record<string, ((words: readonly Argument[]) => readonly Told[]) | undefined>> = {
  supervisord: (words) => optionOf(words, 'supervisord', /^(?:-c|--configuration)$/, /^--configuration=/),
  // A relative path begins where nginx was built to look, not where it is started.
  nginx: (words) => optionOf(words, 'nginx', /^-c$/, /^(?!)/).filter(({ path }) => path.startsWith('/')),
};
const optionOf = (words: readonly Argument[], by: string, apart: RegExp, joined: RegExp): readonly Told[] => {
  for (const [i, word] of words.entries()) {
    const next = words[i + 1];
    if (apart.test(word.text) && next) return [{ by, value: next, path: next.text, name: undefined }];
    if (joined.test(word.text)) return [{ by, value: word, path: word.text.replace(joined, ''), name: undefined }];
  }
  return [];
};

/** Where the file is named; the variable, where that is the place. */
const placeOf = (deployment: Deployment, program: Launched, value: Argument, name: string | undefined): Location | undefined => {
  if (name === undefined)
    return { uri: value.uri ?? program.server?.program.uri ?? program.words[0]?.uri ?? program.uri ?? deployment.at.uri, span: value.span };
  return deployment.environment.get(name)?.at;
};

/** A module that gunicorn is told to import for its settings. */
const absentModule = (project: Project, path: string): AbsentFile | undefined =>
  findModule(project, path.slice('python:'.length)) === 'missing'
    ? { path, meant: undefined, left: undefined, there: undefined }
    : undefined;

const whyNot = ({ path, left }: AbsentFile): string =>
  path.startsWith('python:')
    ? 'there is no such module in the project'
    : left
      ? `\`${left}\` does not get to this place of the container`
      : 'nothing brings a file of this name';

const adviceOf = ({ path, meant, left }: AbsentFile): string =>
  meant
    ? `did you mean \`${meant}\`?`
    : path.startsWith('python:')
      ? 'name a module that exists'
      : left
        ? `copy it to \`${path}\`, or name the place where it lies`
        : 'add the file, or correct its path';
