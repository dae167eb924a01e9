import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Hover, RegistrationParams } from 'vscode-languageserver-protocol';
import { isSentByName } from '../../server/src/lsp/apart.ts';
import { at, type Client, connect, endAll, memoryDisk, modern, range } from '../support/lsp.ts';

const documents = JSON.parse(readFileSync(new URL('../../client/src/documents.json', import.meta.url), 'utf8'));
/** A glob of VS Code as far as ours go: `**`, `*` and braces without braces in them. */
const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll('.', '\\.')
      .replaceAll('**/', '<deep>')
      .replaceAll('*', '[^/]*')
      .replaceAll(/\{([^}]*)\}/g, (_, words: string) => `(?:${words.replaceAll(',', '|')})`)
      .replaceAll('<deep>', '(?:.*/)?')}$`,
  );
const globs: readonly RegExp[] = documents.kinds.python.patterns.map(globOf);

const options = 'file:///w/shop/options.py';
const text = 'from .shared import *\nROOT_URLCONF = "shop.urls"\nSTATIC_URL = "/static"\nINSTALLED_APPS = []\n';
const files = {
  'file:///w/manage.py':
    'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.options")\nfrom django.core.management import execute_from_command_line\n',
  'file:///w/shop/__init__.py': '',
  'file:///w/shop/shared.py': 'DEBUG = False\n',
  'file:///w/shop/views.py': 'A = 1\n',
  'file:///w/shop/urls.py': 'urlpatterns = []\n',
  [options]: text,
};
const sheet = 'file:///w/shop/static/site.css';
const hashing = {
  ...files,
  [options]: `${text.replace('[]', '["django.contrib.staticfiles", "shop"]')}STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}\n`,
  [sheet]: 'a { background: url(absent.png) }\n',
};
const vscode = {
  ...modern,
  textDocument: { ...modern.textDocument, synchronization: { dynamicRegistration: true } },
};
const begin = (client: 'vscode' | undefined, disk: Readonly<Record<string, string>> = files): Promise<Client> =>
  connect({
    folders: ['file:///w'],
    disk: memoryDisk(disk),
    capabilities: vscode,
    ...(client ? { initializationOptions: { client } } : {}),
  });
/** The registrations of a method, once there are any. */
const registered = async (client: Client, method: string) => {
  const { registrations } = await client.next<RegistrationParams>(
    'client/registerCapability',
    (params) => params.registrations.some((one) => one.method === method),
    0,
  );
  return registrations.find((one) => one.method === method)?.registerOptions;
};

describe('documents that their names do not tell', () => {
  afterEach(endAll);

  it('are asked for by their paths once the workspace was read, and nothing else is', async () => {
    const client = await begin('vscode');
    const selector = [
      { scheme: 'file', pattern: '/w/shop/options.py' },
      { scheme: 'file', pattern: '/w/shop/shared.py' },
    ];
    for (const method of ['hover', 'completion', 'codeAction', 'definition', 'didOpen', 'didChange', 'didClose', 'diagnostic'])
      assert.deepEqual((await registered(client, `textDocument/${method}`)).documentSelector, selector, method);
    assert.equal((await registered(client, 'textDocument/didChange')).syncKind, 2);
    assert.equal((await registered(client, 'textDocument/diagnostic')).workspaceDiagnostics, false);
  });

  it('are then explained, and their problems follow what is typed and are told once', async () => {
    const client = await begin('vscode');
    await registered(client, 'textDocument/diagnostic');
    const found = async () => (await client.pullAll()).items.find(({ uri }) => uri === options);
    const closed = await found();
    assert.ok(closed?.kind === 'full' && closed.items.some(({ code }) => code === 'settings/static-url-slash'));
    await client.open(options, text, 'python');
    const hover = await client.ask<Hover | null>('textDocument/hover', { textDocument: { uri: options }, position: at(2, 3) });
    assert.match(JSON.stringify(hover?.contents), /STATIC_URL/);
    const codes = async () => (await client.problems(options)).map(({ code }) => code);
    assert.ok((await codes()).includes('settings/static-url-slash'));
    const open = await found();
    assert.ok(open?.kind === 'full' && open.items.length === 0, 'the workspace tells nothing of a document that is pulled by itself');
    await client.change(options, 2, [{ text: text.replace('"/static"', '"/static/"') }]);
    assert.ok(!(await codes()).includes('settings/static-url-slash'));
    await client.close(options);
    await client.ask('drydock/checkProject');
    const again = await found();
    assert.ok(again?.kind === 'full' && again.items.some(({ code }) => code === 'settings/static-url-slash'));
  });

  it('lead to stylesheets, whose problems can be mended and ignored while they are open', async () => {
    const client = await begin('vscode', hashing);
    const { documentSelector } = await registered(client, 'textDocument/diagnostic');
    assert.ok(documentSelector.some(({ pattern }: { pattern: string }) => pattern === '/w/shop/static/site.css'));
    assert.ok(!JSON.stringify((await registered(client, 'textDocument/hover')).documentSelector).includes('site.css'));
    await client.open(sheet, 'a { background: url(absent.png) }\n', 'css');
    assert.deepEqual(
      (await client.problems(sheet)).map(({ code }) => code),
      ['settings/static-reference-missing'],
    );
    const ignore = (await client.actions(sheet, range(0, 22, 22))).find(({ title }) => title.includes('here'));
    assert.match(JSON.stringify(ignore?.edit), /\/\* drydock: ignore\[settings\/static-reference-missing\] \*\//);
    await client.change(sheet, 2, [
      { text: '/* drydock: ignore[settings/static-reference-missing] */\na { background: url(absent.png) }\n' },
    ]);
    assert.deepEqual(await client.problems(sheet), []);
  });

  it('are left alone in clients that choose their documents themselves', async () => {
    const client = await begin(undefined);
    await client.ask('drydock/checkProject');
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.ok(!JSON.stringify(client.heard).includes('options.py'));
  });

  it('are those that no pattern of the client matches', () => {
    const names = [
      'manage.py',
      'wsgi.py',
      'my_asgi_app.py',
      'settings.py',
      'test_settings_ci.py',
      'options.py',
      'base.py',
      'managed.py',
      'views.py',
    ];
    const folders = [
      '',
      'shop/',
      'shop/settings/',
      'shop/my_settings_x/',
      'conf/',
      'a/config/b/',
      'configs/',
      'a/environments/b/c/',
      'confs/',
      'reconfig/',
      'Settings/',
    ];
    for (const folder of folders)
      for (const name of names) {
        const path = `/w/${folder}${name}`;
        assert.equal(
          isSentByName(path),
          globs.some((glob) => glob.test(path)),
          path,
        );
      }
  });
});
