// Files from a grammar of what uWSGI's reader knows, the same ones at every run.
import fc from 'fast-check';

/** Words that every part draws from, so that names meet again. */
const key = fc.constantFrom(
  'a',
  'b',
  'c',
  'x',
  'free',
  'two words',
  'a(b)',
  '_',
  'n',
  'which',
  'Vacuum',
  'lazy_apps',
  'max-requests-delta',
  'optimize',
);
/** Options that change nothing we would notice before the server is told not to serve. */
const option = fc.constantFrom(
  'harakiri',
  'vacuum',
  'procname-prefix',
  'buffer-size',
  'reload-mercy',
  'log-x-forwarded-for',
  'post-buffering',
  'max-requests',
  'listen',
);
const blank = fc.constantFrom('', '', '', ' ', '\t', '  ');
const number = fc.integer({ min: 0, max: 30 }).map(String);
const text = fc.constantFrom(
  'x',
  'y z',
  'true',
  'off',
  '=',
  'a=b',
  '"q"',
  '; no note',
  '#',
  'é',
  '(',
  ')',
  '((',
  '))',
  '$',
  '@',
  '-',
  '+',
  '\\',
  '[uwsgi]',
  '1',
  '12abc',
);
const percent = fc.constantFrom('%%', '%q', '% ', '%=', '%n', '%s', '%e', '%x', '%c', '%%(a)', '%%%', '%(', '%)');

const inner: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: key },
  {
    weight: 4,
    arbitrary: fc.tuple(key, fc.constantFrom('+', '-', '*', '/', '++', '--', ''), fc.oneof(key, number)).map((words) => words.join(' ')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', 'a +', '+ a', 'a  b', '1 + 2', 'a+b', '-1 + 2', 'a(b', 'b)') },
);
const reference = fc.oneof(
  { weight: 6, arbitrary: inner.map((name) => `%(${name})`) },
  { weight: 2, arbitrary: fc.constantFrom('$(SHIP)', '$(EMPTY)', '$(NONE)', '$(KEY)', '$(SH$(EMPTY)IP)', '$(', '$()', '$(%(a))') },
  { weight: 2, arbitrary: fc.constantFrom('@(near/word.txt)', '@(near/two-lines.txt)', '@(near/$(FILE).txt)', '@()', '@(') },
  { weight: 1, arbitrary: fc.constantFrom('%(a%(which))', '%(%(a) + 1)', '%($(KEY))', '%(a', '%(a $(SHIP))') },
);
const value = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: number },
      { weight: 4, arbitrary: text },
      { weight: 5, arbitrary: reference },
      { weight: 1, arbitrary: percent },
    ),
    {
      maxLength: 3,
    },
  )
  .map((parts) => parts.join(''));

const pair = (name: fc.Arbitrary<string>, of: fc.Arbitrary<string>) =>
  fc.tuple(blank, name, blank, blank, of, blank).map(([a, b, c, d, e, f]) => `${a}${b}${c}=${d}${e}${f}`);

const placeholder = fc.tuple(fc.constantFrom('set-ph', 'set-placeholder', 'set'), key, value).map(([name, k, v]) => `${name} = ${k}=${v}`);
const opener = fc.oneof(
  fc.constantFrom(
    'if-env = SHIP',
    'if-env = NONE',
    'if-env = SHIP=tug',
    'if-not-env = NONE',
    'if-not-env = SHIP=x',
    'if-env = EMPTY',
    'ifenv = SHIP',
  ),
  fc.tuple(fc.constantFrom('if-opt', 'if-not-opt'), key, fc.constantFrom('', '=1', '=x')).map(([a, b, c]) => `${a} = ${b}${c}`),
  fc.constantFrom(
    'if-exists = near/base.ini',
    'if-exists = near/none',
    'if-not-exists = near/none',
    'if-dir = near',
    'if-file = near',
    'if-reload =',
    'if-not-reload',
  ),
  fc.constantFrom(
    'for = a b',
    'for =',
    'for = 1 2 3',
    'for-times = 2',
    'for-times = 0',
    'for-glob = near/deep/*.txt',
    'for-readline = near/lines.txt',
  ),
);
const closer = fc.constantFrom('endif', 'endif =', 'endfor', 'end-if', 'end-for', 'end');
const inBlock = fc.oneof(
  pair(fc.oneof(key, fc.constantFrom('v-%(_)', 'k')), fc.oneof(value, fc.constantFrom('%(_)', '<%(_)>%(_)', '%(_ 1)', '%(_) %(a)'))),
  pair(option, fc.oneof(number, fc.constant('%(_)'))),
  fc.constant('set-ph = w=%(_)'),
);
const block = fc
  .tuple(opener, fc.array(inBlock, { maxLength: 3 }), fc.oneof({ weight: 8, arbitrary: closer }, { weight: 1, arbitrary: fc.constant('') }))
  .map(([open, body, close]) => [open, ...body, ...(close ? [close] : [])].join('\n'));

const line = fc.oneof(
  { weight: 8, arbitrary: pair(key, value) },
  { weight: 6, arbitrary: pair(option, fc.oneof(number, fc.constantFrom('%(n)', '$(SHIP)', '', 'true', '%(a + 1)'))) },
  { weight: 4, arbitrary: block },
  { weight: 3, arbitrary: placeholder },
  { weight: 1, arbitrary: fc.oneof(key, option) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('; note', '# note %', '', ' ', '\t;x', '[other]', '[uwsgi]', ' [uwsgi] ', '[uwsgi] ;', '[uwsgi%q]'),
  },
  { weight: 1, arbitrary: fc.constantFrom('strict', 'strict = false', 'strict = true', 'strict = %(a)') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'include = near/base.ini',
      'ini = near/base.ini:other',
      'inherit = near/late.ini',
      'inherit = near/logic.ini',
      'ini = near/absent.ini',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('blacklist = free', 'end-blacklist', 'declare-option = free=harakiri=$1', 'a = 50%', '%q b = 1', 'a%= 1'),
  },
);
const file = fc
  .tuple(
    fc.constantFrom('[uwsgi]', '[uwsgi]', '[uwsgi]', ' [uwsgi]\t', '[uwsgi'),
    fc.array(line, { minLength: 1, maxLength: 9 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([header, lines, end, last]) => [header, ...lines].join('\n').replaceAll('\n', end) + (last ? end : ''))
  // A `%` as the last sign of a file makes uWSGI read on in whatever lies behind its memory.
  .map((text) => (text.endsWith('%') ? `${text}\n` : text));

/** The same without a grammar: signs in any order behind a header. */
const noise = fc
  .array(
    fc.constantFrom(
      ...[
        '\n',
        '\n',
        '\n',
        '\r\n',
        '\r',
        ' ',
        ' ',
        '\t',
        '=',
        '=',
        '%',
        '%%',
        '%(',
        '$(',
        '@(',
        ')',
        ')',
        '(',
        ';',
        '#',
        '[',
        ']',
        '[uwsgi]',
        '[b]',
      ],
      ...['a', 'b', 'c', 'harakiri', 'vacuum', '1', '20', '+', 'SHIP', 'near/word.txt', 'if-env', 'for', 'endif', 'set-ph', 'é', '%n', '_'],
    ),
    { maxLength: 24 },
  )
  .map((pieces) => `[uwsgi]\n${pieces.join('')}\n`);

/** So many different texts, for one seed always the same in the same order. */
export const generated = (count: number, seed: number): readonly string[] => {
  const both = fc.oneof({ weight: 3, arbitrary: file }, { weight: 1, arbitrary: noise });
  return [...new Set(fc.sample(both, { numRuns: Math.ceil(count * 1.2), seed }))].slice(0, count);
};
