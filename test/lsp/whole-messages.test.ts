// Messages that a writer gives in two parts go out as one.
import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { StreamMessageWriter } from 'vscode-languageserver/node';
import { wholeMessages } from '../../server/src/lsp/whole-messages.ts';

describe('a stream of whole messages', () => {
  it('passes header and content on as one, message after message', async () => {
    const parts: string[] = [];
    const to = new PassThrough();
    to.on('data', (part) => parts.push(String(part)));
    const writer = new StreamMessageWriter(wholeMessages(to));
    for (const method of ['one', 'zwei – drei']) await writer.write({ jsonrpc: '2.0', method } as never);
    const body = (method: string) => JSON.stringify({ jsonrpc: '2.0', method });
    assert.deepEqual(
      parts,
      ['one', 'zwei – drei'].map((method) => `Content-Length: ${Buffer.byteLength(body(method))}\r\n\r\n${body(method)}`),
    );
  });
  it('waits for the stream behind it, and fails with it', async () => {
    const waiting: ((error?: Error) => void)[] = [];
    const to = new Writable({ write: (_part, _encoding, done) => void waiting.push(done) });
    const writer = new StreamMessageWriter(wholeMessages(to));
    const errors: string[] = [];
    writer.onError(([error]) => errors.push(error.message));
    const written = writer.write({ jsonrpc: '2.0', method: 'one' } as never).then(
      () => 'written',
      () => 'failed',
    );
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(waiting.length, 1);
    waiting[0]?.(new Error('gone'));
    assert.equal(await written, 'failed');
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(errors.includes('gone'), errors.join());
  });
});
