import assert from 'node:assert/strict';
import { build, drydock, folder, golden, inside, removeFolders, rewrite, wordRule } from './cli.ts';

type Shape = 'string' | 'number' | 'boolean' | readonly string[] | { readonly [key: string]: Shape } | { readonly each: Shape };

/** Says where a value differs from its shape: every key there, no other key, every type right. */
const misfits = (value: unknown, shape: Shape, at = '$'): readonly string[] => {
  if (typeof shape === 'string') return typeof value === shape ? [] : [`${at} is not a ${shape}`];
  if (Array.isArray(shape)) return shape.includes(value as string) ? [] : [`${at} is none of ${shape.join(', ')}`];
  if ('each' in shape)
    return Array.isArray(value) ? value.flatMap((item, i) => misfits(item, shape.each as Shape, `${at}[${i}]`)) : [`${at} is not a list`];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is not an object`];
  const wanted = shape as { readonly [key: string]: Shape };
  const record = value as Record<string, unknown>;
  return [
    ...Object.keys(record).flatMap((key) => (key in wanted ? [] : [`${at}.${key} is too much`])),
    ...Object.entries(wanted).flatMap(([key, inner]) =>
      key in record ? misfits(record[key], inner, `${at}.${key}`) : [`${at}.${key} is missing`],
    ),
  ];
};

const severity = ['error', 'warning', 'info', 'hint'] as const;
const reportShape: Shape = {
  version: 'number',
  problems: {
    each: {
      rule: 'string',
      severity,
      path: 'string',
      line: 'number',
      column: 'number',
      endLine: 'number',
      endColumn: 'number',
      message: 'string',
      url: 'string',
      fixes: { each: { title: 'string', safe: 'boolean' } },
      related: { each: { path: 'string', line: 'number', column: 'number', message: 'string' } },
    },
  },
  summary: { files: 'number', errors: 'number', warnings: 'number', infos: 'number', hints: 'number' },
};
const rulesShape: Shape = {
  each: {
    id: 'string',
    title: 'string',
    severity,
    default: ['on', 'off'],
    fixable: 'boolean',
    since: 'string',
    url: 'string',
    rows: { each: 'string' },
  },
};

interface Document {
  readonly problems: readonly { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }[];
}

describe('the report for programs', () => {
  afterEach(removeFolders);
  const rules = [
    wordRule('awful', 'error', (at) => ({
      related: [{ at: { uri: at.uri, span: { from: 0, to: 7 } }, message: 'The section begins here' }],
      ...rewrite('lawful')(at),
    })),
    wordRule('poor', 'warning', rewrite('pure', false)),
    wordRule('psst', 'hint'),
  ];
  const json = async (text: string): Promise<Document> =>
    JSON.parse((await inside(['check', '--format', 'json'], { cwd: folder({ 'uwsgi.ini': text }), rules })).out);

  it('has exactly the fields of the contract', async () => {
    const cwd = folder({ 'a b/uwsgi.ini': '[uwsgi]\nname = awful\nthreads = poor\n; psst\n', 'uwsgi.ini': '[uwsgi]\nmaster = true\n' });
    const { code, out, err } = await inside(['check', '--format', 'json'], { cwd, rules });
    golden('report.json', out);
    assert.deepEqual(misfits(JSON.parse(out), reportShape), []);
    assert.deepEqual([code, err], [1, '']);
  });
  it('is a whole document when there is nothing to say', async () => {
    const { code, out } = await inside(['check', '--format', 'json'], { cwd: folder({}), rules });
    assert.deepEqual(JSON.parse(out), { version: 1, problems: [], summary: { files: 0, errors: 0, warnings: 0, infos: 0, hints: 0 } });
    assert.equal(code, 0);
  });
  it('is a whole document when an input could not be read', async () => {
    const { code, out, err } = await inside(['check', '--format', 'json', 'nowhere'], { cwd: folder({}), rules });
    assert.deepEqual(misfits(JSON.parse(out), reportShape), []);
    assert.equal(err, 'drydock: `nowhere` cannot be checked: there is no such file or folder\n');
    assert.equal(code, 2);
  });
  it('counts columns in UTF-16 units, and a tab as one', async () => {
    const { problems } = await json('[uwsgi]\r\n\tname = 🚢 awful\r\n');
    assert.deepEqual(
      problems.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn]),
      [[2, 12, 2, 17]],
    );
  });
  it('does not count a byte order mark as a column', async () => {
    const { problems } = await json('\ufeff; awful\n[uwsgi]\n; awful\n');
    assert.deepEqual(
      problems.map(({ line, column }) => [line, column]),
      [
        [1, 3],
        [3, 3],
      ],
    );
  });
  it('is never coloured', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\nname = awful\n' });
    const { out } = await inside(['check', '--format', 'json'], { cwd, rules, isTTY: true, env: { FORCE_COLOR: '1' } });
    assert.ok(!out.includes('\u001b'));
  });
  it('keeps its shape for the rules of the product', function () {
    build();
    this.timeout(60_000);
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\nprocesess = 4\n# drydock: ignore[uwsgi/unknown-option]\nmaster = true ; yes\n' });
    const { code, out } = drydock(['check', '--format', 'json'], { cwd });
    assert.deepEqual(misfits(JSON.parse(out), reportShape), []);
    assert.equal(code, 1);
  });
});

describe('the list of rules', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);

  it('has exactly the fields of the contract, sorted by id', () => {
    const { code, out } = drydock(['rules', '--format', 'json'], { cwd: folder({}) });
    const list: readonly { readonly id: string }[] = JSON.parse(out);
    assert.deepEqual(misfits(list, rulesShape), []);
    assert.ok(list.length > 0);
    assert.deepEqual(
      list.map(({ id }) => id),
      list.map(({ id }) => id).sort(),
    );
    assert.equal(code, 0);
  });
  it('says of a rule that it is off beside its severity', async () => {
    const rule = { ...wordRule('awful', 'warning'), default: 'off' as const, rows: ['DJ112', 'DJ113'] };
    const { out } = await inside(['rules', '--format', 'json'], { cwd: folder({}), rules: [rule] });
    assert.deepEqual(JSON.parse(out), [
      {
        id: 'uwsgi/awful',
        title: 'Nobody writes awful',
        severity: 'warning',
        default: 'off',
        fixable: true,
        since: '0.1.0',
        url: 'https://github.com/drydock/django-drydock/blob/main/docs/rules/uwsgi/awful.md',
        rows: ['DJ112', 'DJ113'],
      },
    ]);
  });
  it('is an aligned table for people', async () => {
    const rules = [wordRule('poor', 'warning'), { ...wordRule('awful', 'error'), default: 'off' as const, fixable: false }];
    const { out } = await inside(['rules'], { cwd: folder({}), rules });
    assert.equal(
      out,
      [
        'RULE         SEVERITY  DEFAULT  FIX  SINCE  TITLE',
        'uwsgi/awful  error     off      no   0.1.0  Nobody writes awful',
        'uwsgi/poor   warning   on       yes  0.1.0  Nobody writes poor',
        '',
      ].join('\n'),
    );
  });
  it('explains a rule', async () => {
    const rules = [{ ...wordRule('awful', 'warning'), default: 'off' as const, rows: ['DJ112', 'DJ113'] }];
    const { code, out } = await inside(['explain', 'uwsgi/awful'], { cwd: folder({}), rules });
    golden('explain.txt', out);
    assert.equal(code, 0);
  });
});
