import type { ServerCommand } from '../../commands/servers.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import type { Launched } from '../../languages/dockerfile/launch.ts';
import { anyOf, serverVariables, starts } from '../../languages/dockerfile/minds.ts';
import type { Project } from '../../project/project.ts';
import { replace } from '../../text/edit.ts';
import { resolve } from '../../text/uri.ts';
import { appendWords } from '../reading/dockerfile/append.ts';
import { installsServer } from '../reading/dockerfile/installed-servers.ts';
import { shippedStarts } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** Three defaults of gunicorn that were made for a machine, or for another time. */
export default defineRule({
  id: 'dockerfile/gunicorn-container-hygiene',
  title: "Gunicorn's defaults suit a container",
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R56'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /gunicorn/,
  minds: anyOf(starts, serverVariables),
  *check(subject) {
    for (const { stage, launch } of shippedStarts(subject)) {
      for (const program of launch.programs) {
        const { server } = program;
        if (server?.server !== 'gunicorn' || program.words.some(({ known }) => !known)) continue;
        yield* formerWorker(subject, server);
        if (mayBeConfigured(subject.project, stage, server)) continue;
        yield* heartbeat(subject, stage, program, server);
        yield* alone(subject, stage, program, server);
      }
    }
  },
});

const has = ({ options }: ServerCommand, ...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));

/** A file or a variable may say what the command line does not. */
const mayBeConfigured = (project: Project, { environment }: Stage, server: ServerCommand): boolean => {
  if (!project.complete || server.configs.length > 0) return true;
  if (['GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY'].some((name) => environment.has(name) && environment.get(name)?.value === undefined))
    return true;
  // Read from the folder gunicorn is started in, wherever in the project that is.
  const folders = [project.root, ...project.list(project.root).flatMap((item) => (item.folder ? [resolve(project.root, item.name)] : []))];
  return folders.some((folder) => project.list(folder).some(({ name }) => name === 'gunicorn.conf.py'));
};

function* formerWorker({ uri, project }: Subject<'dockerfile'>, { options }: ServerCommand): Generator<Finding> {
  const value = options.findLast(({ name }) => name === 'worker-class')?.value;
  const match = /^uvicorn\.workers\.(Uvicorn(?:H11)?Worker)$/.exec(value?.text ?? '');
  if (!value || !match) return;
  const better = `uvicorn_worker.${match[1]}`;
  const installed = installsServer(project, 'uvicorn-worker');
  yield {
    at: { uri, span: value.span },
    message: `uvicorn has deprecated \`uvicorn.workers\`, and a release may drop it; ${
      installed ? '' : 'install the package `uvicorn-worker` and '
    }name \`${better}\`, or start uvicorn itself with \`--workers\``,
    tag: 'deprecated',
    fixes: () =>
      value.span.to - value.span.from === value.text.length ? [fix(`Use \`${better}\``, installed, uri, replace(value.span, better))] : [],
  };
}

function* heartbeat({ uri }: Subject<'dockerfile'>, stage: Stage, program: Launched, server: ServerCommand): Generator<Finding> {
  if (has(server, 'worker-tmp-dir')) return;
  yield {
    at: { uri, span: server.program.span },
    message:
      "Gunicorn's workers touch a file in `/tmp` to show that they live, and a slow disk under the container can make it kill healthy ones; add `--worker-tmp-dir /dev/shm`",
    fixes: () => {
      const edit = appendWords(stage, program, ['--worker-tmp-dir', '/dev/shm']);
      return edit ? [fix('Add `--worker-tmp-dir /dev/shm`', true, uri, edit)] : [];
    },
  };
}

function* alone({ uri }: Subject<'dockerfile'>, stage: Stage, program: Launched, server: ServerCommand): Generator<Finding> {
  // Without an application more words come from outside.
  if (has(server, 'workers', 'threads', 'worker-class') || !server.target) return;
  const { target } = server;
  yield {
    at: { uri, span: target.span },
    message:
      'Neither `--workers` nor `--threads` is given, so gunicorn has one worker that takes one request at a time unless WEB_CONCURRENCY says more where it runs; add both, such as `--workers 2 --threads 4`',
    fixes: () => {
      const edit = appendWords(stage, program, ['--workers', '2', '--threads', '4']);
      return edit ? [fix('Add `--workers 2 --threads 4`', false, uri, edit)] : [];
    },
  };
}
