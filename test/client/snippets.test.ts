import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, projectOf, runner } from '../support/project.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const file = join(import.meta.dirname, '..', '..', 'snippets', 'uwsgi.json');
const snippets = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Snippet>);

/** What an editor inserts when every placeholder keeps its default. */
const expand = ({ body }: Snippet): string =>
  body
    .join('\n')
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replace(/\\([\\$}])/g, '$1');

const keysOf = (text: string): ReadonlySet<string> => new Set([...text.matchAll(/^([a-z0-9-]+) =/gm)].map(([, key]) => key ?? ''));

const whole = snippets.find(([, { body }]) => body[0] === '[uwsgi]')?.[1];
/** A snippet that is no file stands in the whole file, in place of the lines it sets itself. */
const placed = (text: string): string => {
  if (text.startsWith('[uwsgi]') || !whole) return text;
  const own = keysOf(text);
  const rest = expand(whole)
    .split('\n')
    .filter((line) => !own.has(/^([a-z0-9-]+) =/.exec(line)?.[1] ?? ''));
  return `${rest.join('\n')}\n${text}`;
};

describe('the snippets of uwsgi.ini', () => {
  it('hold one whole file, which the others are tried in', () => assert.ok(whole));

  for (const [name, snippet] of snippets) {
    it(`${name}: expands to something that no rule complains about`, () => {
      const text = placed(expand(snippet));
      const project = projectOf({ 'uwsgi.ini': text });
      const found = runner.problems(project, at('uwsgi.ini')).filter(({ severity }) => severity !== 'hint');
      assert.deepEqual(
        found.map(({ rule, message, at: { span } }) => `${rule}: ${text.slice(span.from, span.to)}: ${message}`),
        [],
      );
    });

    it(`${name}: leaves nothing of the snippet's own signs behind, and ends with the caret`, () => {
      assert.doesNotMatch(expand(snippet), /\$\{|\$\d/);
      assert.match(snippet.body.at(-1) ?? '', /\$0$/);
    });

    it(`${name}: is found under a name for Django and one for uWSGI`, () => {
      assert.ok(snippet.prefix.some((prefix) => prefix.startsWith('dj-')));
      assert.ok(snippet.prefix.some((prefix) => prefix.startsWith('uwsgi-')));
      assert.match(snippet.description, /^[A-Z].*[^.]$/);
    });
  }

  it('share no prefix', () => {
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });
});
