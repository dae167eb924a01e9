import assert from 'node:assert/strict';
import { CancellationTokenSource, ResponseError } from 'vscode-languageserver-protocol/node';
import type { Rule } from '../../server/src/rules/rule.ts';
import { at, type Client, connect, endAll, memoryDisk, range } from '../support/lsp.ts';
import { wordRule } from '../support/word-rule.ts';

const ini = 'file:///w/uwsgi.ini';
const broken: Rule = {
  ...wordRule,
  id: 'test/broken',
  reads: 'uwsgi',
  // biome-ignore lint/correctness/useYield: it throws before it could
  *check() {
    throw new Error('the rule fell over');
  },
};
const fall = (what: string) => () => {
  throw new Error(`${what} fell over`);
};
const logged = (client: Client) =>
  client.heard.filter(({ method }) => method === 'window/logMessage').map(({ params }) => (params as { message: string }).message);

describe('a mistake of our own', () => {
  afterEach(endAll);

  it('in a rule is logged once, and the other rules go on', async () => {
    const client = await connect({ rules: [broken, wordRule] });
    await client.open(ini, '[uwsgi]\nx = bad\n');
    for (const version of [2, 3, 4]) {
      assert.deepEqual(
        (await client.problems(ini)).map(({ code }) => code),
        ['test/bad-word'],
      );
      await client.change(ini, version, [{ range: range(1, 0, 0), text: 'y' }]);
    }
    assert.equal(logged(client).length, 1);
    assert.match(logged(client)[0] ?? '', /the rule test\/broken.*the rule fell over/s);
  });

  it('in a feature gives an empty answer and one line in the log, however often it is asked', async () => {
    const features = {
      hover: fall('hover'),
      complete: fall('complete'),
      actions: fall('actions'),
      outline: fall('outline'),
      folds: fall('folds'),
    };
    const client = await connect({ rules: [wordRule], features });
    await client.open(ini, '[uwsgi]\nx = bad\n');
    const textDocument = { uri: ini };
    for (let i = 0; i < 2; i++) {
      assert.equal(await client.ask('textDocument/hover', { textDocument, position: at(0, 0) }), null);
      assert.equal(await client.complete(ini, at(1, 0)), null);
      assert.deepEqual(await client.actions(ini, range(1, 0, 0)), []);
      assert.deepEqual(await client.ask('textDocument/documentSymbol', { textDocument }), []);
      assert.equal(await client.ask('textDocument/foldingRange', { textDocument }), null);
    }
    assert.equal(logged(client).length, 5);
    assert.equal((await client.problems(ini)).length, 1);
  });

  it('in a broken catalogue leaves the rest standing', async () => {
    const client = await connect({ rules: [wordRule], catalogue: () => '[\n{"kind":"uwsgi-option","name":"x", no entry\n]' });
    await client.open(ini, '[uwsgi]\nx = bad\n');
    assert.equal((await client.problems(ini)).length, 1);
    assert.equal(await client.ask('textDocument/hover', { textDocument: { uri: ini }, position: at(1, 0) }), null);
    assert.equal(logged(client).length, 1);
  });

  it('in the file system does not end the server', async () => {
    const disk = { ...memoryDisk(), walk: () => Promise.reject(new Error('the disk fell over')) };
    const client = await connect({ rules: [wordRule], disk, folders: ['file:///w'] });
    await client.next('window/logMessage', () => true, 0);
    await client.open(ini, '[uwsgi]\nx = bad\n');
    assert.equal((await client.problems(ini)).length, 1);
  });
});

describe('a question', () => {
  afterEach(endAll);

  it('with nonsense for a place is answered all the same', async () => {
    const client = await connect();
    await client.open(ini, '[uwsgi]\nharakiri = 1\n');
    for (const position of [at(99, 0), at(0, 9999), at(2, 5)]) {
      await client.ask('textDocument/hover', { textDocument: { uri: ini }, position });
      await client.complete(ini, position);
      await client.actions(ini, { start: position, end: position });
    }
    assert.deepEqual(logged(client), []);
  });

  it('that was cancelled is refused as cancelled', async () => {
    let asked = 0;
    const client = await connect({
      features: {
        hover: () => {
          asked++;
          return undefined;
        },
      },
    });
    await client.open(ini, '[uwsgi]\nharakiri = 1\n');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest('textDocument/hover', { textDocument: { uri: ini }, position: at(1, 1) }, source.token);
    source.cancel();
    await assert.rejects(answer, (error) => error instanceof ResponseError && error.code === -32800);
    assert.equal(asked, 0);
  });
});
