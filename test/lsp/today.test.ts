import assert from 'node:assert/strict';
import { currentDay } from '../../server/src/disk/day.ts';
import { defineRule } from '../../server/src/rules/rule.ts';
import { folder, inside, removeFolders } from '../cli/cli.ts';
import { connect, endAll } from '../support/lsp.ts';
import { today } from '../support/project.ts';

/** Says which day it takes today for. */
const dayRule = defineRule({
  id: 'uwsgi/day',
  title: 'Every day has a name',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check({ uri, project }) {
    yield { at: { uri, span: { from: 0, to: 7 } }, message: `Today is ${project.config.today}` };
  },
});

describe('the day of today', () => {
  afterEach(endAll);
  after(removeFolders);

  it('is handed to the rules by the editor, and settings leave it as it is', async () => {
    const ini = 'file:///w/uwsgi.ini';
    const client = await connect({ rules: [dayRule], today: () => '2031-05-06' });
    await client.open(ini, '[uwsgi]\n');
    const told = async () => (await client.problems(ini)).map(({ severity, message }) => `${severity}: ${message}`);
    assert.deepEqual(await told(), ['2: Today is 2031-05-06']);
    client.settings = { rules: { uwsgi: 'error' } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.next('workspace/diagnostic/refresh', () => true, 0);
    assert.deepEqual(await told(), ['1: Today is 2031-05-06']);
  });

  it('is handed to the rules by the command line', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n' });
    assert.match((await inside(['check'], { cwd, rules: [dayRule] })).out, new RegExp(`Today is ${today}`));
  });

  it('is read from the clock as a day of the calendar', () => {
    assert.match(currentDay(), /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);
  });
});
