import assert from 'node:assert/strict';
import {
  type PlanAsked,
  type PlanEdit,
  type Planned,
  type PlanQuestion,
  type PlanRefused,
  type PlanStep,
  planStep,
  takeBack,
} from '../../server/src/lsp/protocol.ts';
import { type Client, connect, endAll, memoryDisk, range } from '../support/lsp.ts';

const files = {
  'file:///w/manage.py':
    "import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'file:///w/shop/__init__.py': '',
  'file:///w/shop/settings.py':
    "\ufeffDEBUG = False\r\nROOT_URLCONF = 'shop.urls'\r\nMIDDLEWARE = ['django.middleware.security.SecurityMiddleware']\r\nSTATIC_URL = 'static/'\r\n",
  'file:///w/shop/asgi.py': '',
  'file:///w/requirements.txt': 'django==6.1.3\n',
};

const step = (client: Client, given: Partial<PlanAsked> = {}): Promise<PlanStep> =>
  client.ask<PlanStep>(planStep, { kind: 'static', answers: {}, replace: [], ...given });
const chosen = { static: ['whitenoise'], manager: ['pip'] };
const everything = { server: ['uvicorn'], static: ['whitenoise'], manager: ['pip'], database: ['none'], extras: [] };
const plan = (one: PlanStep): Planned => {
  assert.equal(one.is, 'plan', JSON.stringify(one));
  return one as Planned;
};
const sentence = (one: PlanStep): string => (one.is === 'refused' ? one.sentence : assert.fail(one.is));

describe('plans over the protocol', () => {
  afterEach(endAll);

  it('are questions, then files with their edits, and what is left', async () => {
    const disk = memoryDisk(files);
    const client = await connect({ folders: ['file:///w'], disk });
    const first = (await step(client)) as PlanQuestion;
    assert.deepEqual([first.is, first.name, first.number, first.of, first.detected], ['question', 'static', 1, 2, 'whitenoise']);
    assert.ok(disk.walked >= 1, 'the first question waits until the folder is read');
    const { files: all, left, questions } = plan(await step(client, { answers: chosen }));
    assert.deepEqual([questions, left], [2, 0]);
    assert.deepEqual(
      all.map(({ path, uri, changes, brief }) => [path, uri, changes, brief]),
      [
        ['requirements.txt', 'file:///w/requirements.txt', true, 'exists: 1 line is added'],
        ['shop/settings.py', 'file:///w/shop/settings.py', true, 'exists: changed in 2 places'],
      ],
    );
  });

  it('come without the byte order mark that editors hide, and as whole lines', async () => {
    const client = await connect({ folders: ['file:///w'], disk: memoryDisk(files) });
    const settings = plan(await step(client, { answers: chosen })).files[1];
    assert.match(settings?.before ?? '', /^DEBUG/);
    assert.match(settings?.after ?? '', /^DEBUG/);
    const edits = settings?.edits ?? [];
    assert.ok(edits.length > 0 && edits.every(({ range: { start, end } }) => start.character === 0 && end.character === 0));
  });

  it('know what was typed and not saved, and files that no rule reads', async () => {
    const disk = memoryDisk({ ...files, 'file:///w/deploy/haproxy.cfg': '# mine\n' });
    const client = await connect({ folders: ['file:///w'], disk });
    await client.open('file:///w/requirements.txt', 'django==6.1.3\nwhitenoise[brotli]==7\n', 'pip-requirements');
    const { files: some } = plan(await step(client, { answers: chosen }));
    assert.deepEqual(
      some.map(({ path }) => path),
      ['shop/settings.py'],
    );
    const { files: all } = plan(await step(client, { kind: 'init', answers: { ...everything, extras: ['haproxy-balancer'] } }));
    assert.deepEqual(
      all.filter(({ instead }) => instead).map(({ path, instead, before }) => [path, instead, before]),
      [['deploy/haproxy.cfg.new', 'deploy/haproxy.cfg', undefined]],
    );
  });

  it('say what is already as it should be', async () => {
    const client = await connect({ folders: ['file:///w'], disk: memoryDisk(files) });
    const dockerfile = plan(await step(client, { kind: 'init', answers: everything })).files[0];
    const again = await connect({
      folders: ['file:///w'],
      disk: memoryDisk({ ...files, 'file:///w/Dockerfile': dockerfile?.after ?? '' }),
    });
    const { changes, brief, edits } = plan(await step(again, { kind: 'init', answers: everything })).files[0] ?? assert.fail();
    assert.deepEqual([changes, brief, edits], [false, 'same', []]);
  });

  it('of a move come with their report, stop at code, and begin in the lamp of a uwsgi.ini', async () => {
    const old = {
      ...files,
      'file:///w/uwsgi.ini': '[uwsgi]\nmodule = shop.wsgi\nhttp-socket = :8000\n',
      'file:///w/Dockerfile': 'FROM python:3.13-slim-trixie\nCOPY . .\nUSER 1000\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n',
    };
    const client = await connect({ folders: ['file:///w'], disk: memoryDisk(old), initializationOptions: { client: 'vscode' } });
    assert.equal((await step(client, { kind: 'migrate' })).is, 'question');
    const moved = plan(await step(client, { kind: 'migrate', answers: { to: ['uvicorn'] } }));
    assert.match(moved.page?.markdown ?? '', /^# From uWSGI to uvicorn/);
    const stopped = await connect({ folders: ['file:///w'], disk: memoryDisk({ ...old, 'file:///w/shop/jobs.py': '\nimport uwsgi\n' }) });
    assert.equal((await step(stopped, { kind: 'migrate' })).is, 'question');
    const { places } = (await step(stopped, { kind: 'migrate', answers: { to: ['uvicorn'] } })) as PlanRefused;
    assert.deepEqual(places, [{ uri: 'file:///w/shop/jobs.py', path: 'shop/jobs.py', line: 1, text: 'import uwsgi' }]);
    await client.open('file:///w/uwsgi.ini', old['file:///w/uwsgi.ini']);
    const moves = (actions: readonly { title: string }[]) => actions.some(({ title }) => title === 'Move from uWSGI to uvicorn…');
    assert.equal(moves(await client.actions('file:///w/uwsgi.ini', range(1, 0, 0), { triggerKind: 1 })), true);
    assert.equal(moves(await client.actions('file:///w/uwsgi.ini', range(1, 0, 0), { triggerKind: 2 })), false);
    assert.equal(moves(await client.actions('file:///w/uwsgi.ini', range(1, 0, 0), { only: ['refactor'] })), true);
    const other = await connect({ folders: ['file:///w'], disk: memoryDisk(old) });
    await other.open('file:///w/uwsgi.ini', old['file:///w/uwsgi.ini']);
    assert.equal(
      moves(await other.actions('file:///w/uwsgi.ini', range(1, 0, 0), { triggerKind: 1 })),
      false,
      'for clients that know the command',
    );
  });

  it('are refused without a folder, off the disk, and for a file that is no text', async () => {
    assert.match(sentence(await step(await connect({}))), /^No folder is open/);
    const virtual = await connect({ folders: ['vscode-vfs://github/w/w'], disk: { ...memoryDisk(), walk: async () => undefined } });
    assert.match(sentence(await step(virtual)), /not on a disk \(vscode-vfs:\).*clone it/);
    const binary = { ...memoryDisk({ ...files, 'file:///w/compose.yaml': 'x' }) };
    const read = binary.read;
    const disk = { ...binary, read: async (uri: Parameters<typeof read>[0]) => (uri.endsWith('compose.yaml') ? undefined : read(uri)) };
    const client = await connect({ folders: ['file:///w'], disk });
    assert.match(sentence(await step(client, { kind: 'init', answers: everything })), /^`compose\.yaml` exists and cannot be read/);
  });

  it('are taken back line by line, or not at all', async () => {
    const client = await connect({});
    const back = (now: string) => client.ask<PlanEdit[] | null>(takeBack, { before: 'a\n', after: 'a\nb\n', now });
    const whole = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    assert.deepEqual(await back('a\nb\n'), [{ range: whole, newText: '' }]);
    assert.equal(await back('a\nB\n'), null);
  });
});
