import { readManage } from '../../commands/manage.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { isWritable, readOnlyAt } from '../reading/read-only.ts';
import { settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding } from '../rule.ts';

/** What a container writes at its start needs a place that can be written. */
export default defineRule({
  id: 'project/readonly-filesystem',
  title: 'What is written at the start has a place in a read-only container',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R60'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const readOnly = readOnlyAt(project, deployment);
      if (!readOnly || deployment.volumes.some(({ target }) => target.state !== 'known')) continue;
      for (const { at, message } of writesOf(project, deployment)) {
        if (!first(at)) continue;
        yield { at, message, related: [{ at: readOnly, message: 'Its file system is read-only' }] } satisfies Finding;
      }
    }
  },
});

/** Where Python looks for a folder for temporary files (https://docs.python.org/3/library/tempfile.html#tempfile.gettempdir). */
const temporary = ['/tmp', '/var/tmp', '/usr/tmp'];

function* writesOf(project: Project, deployment: Deployment): Iterable<{ readonly at: Location; readonly message: string }> {
  const { server, environment, folder, launch, static: files, at } = deployment;
  const variable = ['TMPDIR', 'TEMP', 'TMP'].some((name) => environment.get(name));
  if (server?.kind === 'gunicorn' && server.complete && !variable && folder.state === 'known') {
    const places = [...temporary, folder.value];
    if (settingOf(project, server, 'worker-tmp-dir').state === 'absent' && !places.some((path) => isWritable(deployment, path)))
      yield {
        at: server.at,
        message:
          'gunicorn keeps a file of each worker in `/tmp`, and nothing in this container can be written, so it ends with "No usable temporary directory"; add `--worker-tmp-dir /dev/shm`, or mount a `tmpfs` or `emptyDir` at `/tmp`',
      };
  }
  for (const { words, certain, uri, span } of launch?.programs ?? []) {
    if (!certain || readManage(words)?.verb.text !== 'collectstatic' || files.root.state !== 'known') continue;
    if (!files.root.value.startsWith('/') || isWritable(deployment, files.root.value)) continue;
    yield {
      at: { uri: uri ?? at.uri, span },
      message: `collectstatic writes to \`${files.root.value}\` when the container starts, which is read-only, so it fails with "Read-only file system"; run it while the image is built, or mount a volume there`,
    };
  }
}
