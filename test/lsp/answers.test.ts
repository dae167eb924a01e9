import assert from 'node:assert/strict';
import type { CompletionItem, DocumentSymbol, FoldingRange, Hover, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { sample } from '../features/deployment/sample.ts';
import { at, type Client, connect, endAll, memoryDisk, range } from '../support/lsp.ts';
import { wordRule } from '../support/word-rule.ts';

const ini = 'file:///w/uwsgi.ini';
const document = { textDocument: { uri: ini } };
const opened = async (text: string, options: Parameters<typeof connect>[0] = {}): Promise<Client> => {
  const client = await connect(options);
  await client.open(ini, text);
  return client;
};
const changesOf = (edit: WorkspaceEdit | undefined) =>
  edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])) ?? [];

describe('hover', () => {
  afterEach(endAll);

  it('explains the option under the caret in Markdown and marks its name', async () => {
    const client = await opened('[uwsgi]\nharakiri = 30\n');
    const hover = await client.ask<Hover>('textDocument/hover', { ...document, position: at(1, 3) });
    assert.deepEqual(hover.range, range(1, 0, 8));
    assert.ok(typeof hover.contents === 'object' && 'kind' in hover.contents && hover.contents.kind === 'markdown');
    assert.match(hover.contents.value, /\*\*`harakiri`\*\*/);
  });

  it('says nothing where there is nothing to say', async () => {
    const client = await opened('[uwsgi]\n\n# words\n');
    assert.equal(await client.ask('textDocument/hover', { ...document, position: at(2, 4) }), null);
    assert.equal(await client.ask('textDocument/hover', { textDocument: { uri: 'file:///w/x.py' }, position: at(0, 0) }), null);
  });
});

describe('completion', () => {
  afterEach(endAll);
  const labelled = (items: readonly CompletionItem[] | undefined, label: string) => items?.find((item) => item.label === label);

  it('offers option names once for the typed word, and their texts only when asked', async () => {
    const client = await opened('[uwsgi]\nhara\n');
    const list = await client.complete(ini, at(1, 4));
    const item = labelled(list?.items, 'harakiri');
    assert.ok(item);
    assert.equal(item.documentation, undefined);
    assert.deepEqual(list?.itemDefaults?.editRange, range(1, 0, 4));
    const resolved = await client.ask<CompletionItem>('completionItem/resolve', item);
    assert.ok(typeof resolved.documentation === 'object' && resolved.documentation.value.includes('harakiri'));
  });

  it('asks for values by itself after a name in VS Code, and in no other client', async () => {
    const text = '[uwsgi]\nhara\n';
    const code = await opened(text, { initializationOptions: { client: 'vscode' } });
    const here = labelled((await code.complete(ini, at(1, 4)))?.items, 'harakiri');
    assert.equal(here?.command?.command, 'editor.action.triggerSuggest');
    const elsewhere = labelled((await (await opened(text)).complete(ini, at(1, 4)))?.items, 'harakiri');
    assert.equal(elsewhere?.command, undefined);
  });

  it('opens at a typed space only where a value begins', async () => {
    const client = await opened('[uwsgi]\nmaster = \nlog-format = a b\n');
    assert.ok((await client.complete(ini, at(1, 9), ' '))?.items.length);
    assert.equal(await client.complete(ini, at(2, 15), ' '), null);
  });

  it('takes a column behind the end of a line as that end', async () => {
    const client = await opened('[uwsgi]\r\nhara\r\nmaster = true\r\n');
    const list = await client.complete(ini, at(1, 99));
    assert.deepEqual(list?.itemDefaults?.editRange, range(1, 0, 4));
  });

  it('leaves an item that cannot be resolved as it is', async () => {
    const client = await opened('[uwsgi]\n');
    assert.deepEqual(await client.ask('completionItem/resolve', { label: 'x', data: 7 }), { label: 'x', data: 7 });
  });
});

describe('code actions', () => {
  afterEach(endAll);
  const rules = [wordRule];
  const text = '[uwsgi]\r\nname = bad\r\nmore = bad\r\n';

  it('mend a problem: versioned, preferred, and tied to its diagnostic', async () => {
    const client = await opened(text, { rules });
    const diagnostics = [...(await client.problems(ini))];
    const [fix] = await client.actions(ini, range(1, 8, 8), { diagnostics });
    assert.equal(fix?.title, 'Write `good`');
    assert.equal(fix.kind, 'quickfix');
    assert.equal(fix.isPreferred, true);
    assert.deepEqual(fix.diagnostics, diagnostics.slice(0, 1));
    assert.deepEqual(fix.edit, {
      documentChanges: [{ textDocument: { uri: ini, version: 1 }, edits: [{ range: range(1, 7, 10), newText: 'good' }] }],
    });
  });

  it('carry the newest version after typing, and null for a file on disk', async () => {
    const config = 'file:///w/drydock.yaml';
    const disk = memoryDisk({ [config]: 'rules: {}\n' });
    const client = await opened(text, { rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    await client.change(ini, 7, [{ range: range(1, 0, 0), text: '  ' }]);
    const actions = await client.actions(ini, range(1, 10, 10));
    const versions = actions.flatMap(({ edit }) =>
      (edit?.documentChanges ?? []).flatMap((change) =>
        'textDocument' in change ? [`${change.textDocument.uri.slice(10)} ${change.textDocument.version}`] : [],
      ),
    );
    assert.ok(versions.includes('uwsgi.ini 7'), versions.join());
    assert.ok(
      versions.every((one) => one === 'uwsgi.ini 7' || one === 'drydock.yaml null'),
      versions.join(),
    );
  });

  it('mend a whole file when asked by kind, and only then', async () => {
    const client = await opened(text, { rules });
    const [all, ...rest] = await client.actions(ini, range(0, 0, 0), { only: ['source.fixAll'] });
    assert.equal(all?.kind, 'source.fixAll.drydock');
    assert.deepEqual(rest, []);
    assert.equal(changesOf(all.edit).length, 2);
    const kinds = (await client.actions(ini, range(1, 8, 8), { triggerKind: 2 })).map(({ kind }) => kind);
    assert.ok(kinds.length > 0 && kinds.every((kind) => kind === 'quickfix'), kinds.join());
    assert.deepEqual(await client.actions(ini, range(1, 8, 8), { only: ['refactor'] }), []);
  });

  it('end with the page of the rule, which opens outside', async () => {
    const client = await opened(text, { rules });
    const explain = (await client.actions(ini, range(1, 8, 8))).find(({ command }) => command);
    assert.equal(explain?.title, 'Explain `test/bad-word`');
    const shown = client.next<{ uri: string; external: boolean }>('window/showDocument');
    await client.ask('workspace/executeCommand', explain.command);
    assert.match((await shown).uri, /docs\/rules\/test\/bad-word\.md$/);
    assert.equal((await shown).external, true);
  });

  it('keep the line ends of the file', async () => {
    const client = await opened(text, { rules });
    const ignore = (await client.actions(ini, range(1, 8, 8))).find(({ title }) => title.startsWith('Ignore') && title.endsWith('here'));
    assert.match(String((changesOf(ignore?.edit)[0] as { newText?: string })?.newText), /ignore\[test\/bad-word\]\r\n$/);
  });

  it('never open what is no web page', async () => {
    const client = await opened(text, { rules });
    await client.ask('workspace/executeCommand', { command: 'drydock.server.explain', arguments: ['file:///etc/passwd'] });
    assert.equal(client.heard.filter(({ method }) => method === 'window/showDocument').length, 0);
  });
});

describe('outline and folding', () => {
  afterEach(endAll);
  const text = '[uwsgi]\n# one\n# two\nmaster = true\nif-env = X\n  harakiri = 3\nendif =\n';

  it('give sections with their options, each name inside its range', async () => {
    const client = await opened(text);
    const [section] = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', document);
    assert.equal(section?.name, 'uwsgi');
    assert.deepEqual(
      section.children?.map(({ name }) => name),
      ['master', 'if-env'],
    );
    assert.deepEqual(section.children?.[1]?.children?.[0]?.selectionRange, range(5, 2, 10));
  });

  it('fold sections, blocks and comments by line', async () => {
    const client = await opened(text);
    const folds = await client.ask<FoldingRange[]>('textDocument/foldingRange', document);
    const spans = folds.map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`);
    assert.deepEqual(spans.sort(), ['0-6 region', '1-2 comment', '4-6 region']);
  });
});

describe('requests of our own', () => {
  afterEach(endAll);

  it('check a project: every file is read anew and the problems are counted', async () => {
    const disk = memoryDisk({ 'file:///w/a/uwsgi.ini': '[uwsgi]\nx = bad bad\n', [ini]: '[uwsgi]\n', 'file:///w/README.md': '' });
    const client = await connect({ rules: [wordRule], disk, folders: ['file:///w'] });
    assert.deepEqual(await client.ask('drydock/checkProject'), { files: 2, errors: 0, warnings: 2, infos: 0, hints: 0 });
    disk.files.set(ini as never, '[uwsgi]\ny = bad\n');
    assert.deepEqual(await client.ask('drydock/checkProject'), { files: 2, errors: 0, warnings: 3, infos: 0, hints: 0 });
  });

  it('list the rules and their pages, sorted', async () => {
    const client = await connect({ rules: [wordRule] });
    assert.deepEqual(await client.ask('drydock/rules'), [
      {
        id: 'test/bad-word',
        title: 'Words are good',
        severity: 'warning',
        on: true,
        url: 'https://github.com/drydock/django-drydock/blob/main/docs/rules/test/bad-word.md',
      },
    ]);
  });

  it('describe the deployments with links to their lines', async () => {
    const files = Object.fromEntries(Object.entries(sample).map(([path, text]) => [`file:///w/site (1)/${path}`, text]));
    const client = await connect({
      rules: [],
      disk: memoryDisk({ ...files, 'file:///w/site (1)/drydock.yaml': '' }),
      folders: ['file:///w'],
    });
    await client.ask('drydock/checkProject');
    const text = await client.ask<string>('drydock/describeDeployments');
    assert.match(text, /^# Deployments of site \(1\)$/m);
    assert.match(text, /^\| Application \| `shop\.asgi:application` \| \[Dockerfile:13\]\(\/site%20%281%29\/Dockerfile#L13\) \|$/m);
    assert.match(text, /^No open findings in its files\.$/m);
    const empty = await connect({ rules: [], disk: memoryDisk({}), folders: ['file:///w'] });
    await empty.ask('drydock/checkProject');
    assert.match(await empty.ask<string>('drydock/describeDeployments'), /No file of this project starts Django/);
  });

  it('describe the server for a bug report without a word of the files', async () => {
    const client = await opened('[uwsgi]\nname = secret\n', { version: '1.2.3' });
    const text = await client.ask<string>('drydock/debugInformation');
    assert.match(text, /Server 1\.2\.3, client test/);
    assert.match(text, /1 uwsgi/);
    assert.doesNotMatch(text, /secret|file:/);
  });

  it('tell our own client, and no other, how things stand', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nx = bad\n' });
    const options = { rules: [wordRule], disk, folders: ['file:///w'] };
    const client = await connect({ ...options, initializationOptions: { client: 'vscode' } });
    const status = await client.next<object>(
      'drydock/status',
      (one) => 'state' in (one as object) && (one as { state: string }).state === 'ready',
      0,
    );
    assert.deepEqual(status, { state: 'ready', projects: ['w'], files: 1, problems: 1 });
    const other = await connect(options);
    await other.ask('drydock/checkProject');
    await other.next('workspace/diagnostic/refresh', () => true, 0);
    assert.equal(other.heard.filter(({ method }) => method === 'drydock/status').length, 0);
  });
});
