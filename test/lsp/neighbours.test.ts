import assert from 'node:assert/strict';
import { defineRule, type Rule } from '../../server/src/rules/rule.ts';
import { type Client, connect, endAll } from '../support/lsp.ts';
import { wordRule } from '../support/word-rule.ts';

const ini = 'file:///w/uwsgi.ini';
/** Reports `bad` and `worse`; hadolint is said to see only the first, BuildKit both. */
const told: Rule = defineRule({
  id: 'test/told',
  title: 'Words are good',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  neighbours: ['hadolint DL3025', 'buildkit JSONArgsRecommended'],
  reads: 'uwsgi',
  *check({ uri, text }) {
    for (const { index, 0: word } of text.matchAll(/bad|worse/g)) {
      const span = { from: index, to: index + word.length };
      yield { at: { uri, span }, message: word, ...(word === 'worse' ? { neighbours: ['buildkit JSONArgsRecommended'] } : {}) };
    }
  },
});

const messages = async (client: Client): Promise<readonly string[]> =>
  (await client.problems(ini)).map(({ message }) => String(message)).sort();
const started = async (neighbours: unknown, settings: unknown = {}, text = '[uwsgi]\nx = bad\ny = worse\n'): Promise<Client> => {
  const client = await connect({ rules: [told, wordRule], settings, initializationOptions: { client: 'vscode', neighbours } });
  await client.next('workspace/configuration', () => true, 0);
  await client.open(ini, text);
  return client;
};

describe('beside other extensions', () => {
  afterEach(endAll);

  it('everything is reported when there are none, or none that is known', async () => {
    for (const neighbours of [undefined, [], ['someone.else'], 'docker.docker', [7, null]]) {
      assert.deepEqual(await messages(await started(neighbours)), ['This word is bad', 'bad', 'worse'], JSON.stringify(neighbours));
    }
  });

  it('a finding that one of them reports is left out, and only that', async () => {
    assert.deepEqual(await messages(await started(['exiasr.hadolint'])), ['This word is bad', 'worse']);
    assert.deepEqual(await messages(await started(['docker.docker'])), ['This word is bad']);
    assert.deepEqual(await messages(await started(['ms-azuretools.vscode-containers'])), ['This word is bad', 'bad', 'worse']);
    assert.deepEqual(await messages(await started(['wharflab.tally'])), ['This word is bad']);
  });

  it('a rule that is given a level by its id reports all the same; its area is not enough', async () => {
    const loud = await started(['docker.docker'], { rules: { 'test/told': 'error' } });
    assert.deepEqual(await messages(loud), ['This word is bad', 'bad', 'worse']);
    assert.deepEqual(await messages(await started(['docker.docker'], { rules: { test: 'error' } })), ['This word is bad']);
  });

  it('findings come back when the other extension goes, and the client is asked to look again', async () => {
    const client = await started(['docker.docker']);
    assert.deepEqual(await messages(client), ['This word is bad']);
    const wait = client.next('workspace/diagnostic/refresh');
    await client.connection.sendNotification('drydock/neighbours', []);
    await wait;
    assert.deepEqual(await messages(client), ['This word is bad', 'bad', 'worse']);
  });

  it('an ignore comment is not called unused because the other tool reports what it silences', async () => {
    const client = await connect({ initializationOptions: { client: 'vscode', neighbours: ['docker.docker'] }, rules: [told] });
    await client.open(ini, '[uwsgi]\n# drydock: ignore[test/told]\nx = bad\n');
    assert.deepEqual(await client.problems(ini), []);
  });
});
