import { defineRule, fix, replace } from '../../server/src/rules/rule.ts';

/** A rule for tests of the machinery: reports each `bad` in a uwsgi.ini, and offers `good`. */
export const wordRule = defineRule({
  id: 'test/bad-word',
  title: 'Words are good',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check({ uri, text }) {
    for (const { index } of text.matchAll(/bad/g)) {
      const span = { from: index, to: index + 3 };
      yield { at: { uri, span }, message: 'This word is bad', fixes: () => [fix('Write `good`', true, uri, replace(span, 'good'))] };
    }
  },
});

/** A rule across files: reports `first` in one file while another file of the project holds `second`. */
export const pairRule = defineRule({
  id: 'test/pair',
  title: 'Two files agree',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check({ all }) {
    const files = all.uwsgi.map(({ parsed }) => parsed.file);
    const other = files.find(({ text }) => text.includes('second'));
    for (const { uri, text } of files) {
      const from = text.indexOf('first');
      if (from < 0 || !other) continue;
      const start = other.text.indexOf('second');
      yield {
        at: { uri, span: { from, to: from + 5 } },
        message: 'The other file says second',
        related: [{ at: { uri: other.uri, span: { from: start, to: start + 6 } }, message: 'Here' }],
      };
    }
  },
});
