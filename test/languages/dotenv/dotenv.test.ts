import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (...lines: readonly string[]) => factsIn('dotenv', lines.join('\n'), '.env');

describe('a file of environment variables', () => {
  it('is known by its name', () => {
    for (const path of ['.env', '.env.prod', '.env_test', 'docker.env', 'app.env.example', 'deploy/.envs/.local/.django'])
      assert.equal(kindNamed(path, 'A=1\n'), 'dotenv', path);
    for (const path of ['.envrc', 'config/env.py', 'src/.env.d.ts', 'environment'])
      assert.notEqual(kindNamed(path, 'A=1\n'), 'dotenv', path);
  });

  it('tells names, and of values only whether there is one', () => {
    const { facts, at } = read('# c', 'export A=1', 'B=', 'SECRET_KEY="a', 'b"', "C='$x'", 'D=a$bc', 'E=a$$b', 'F = x # note', 'noise');
    assert.deepEqual(
      facts.variables.map(({ name, empty, dollar }) => [name, empty, dollar]),
      [
        ['A', false, false],
        ['B', true, false],
        ['SECRET_KEY', false, false],
        ['C', false, false],
        ['D', false, true],
        ['E', false, false],
        ['F', false, false],
      ],
    );
    assert.equal(at(facts.variables[0]?.nameSpan ?? { from: 0, to: 0 }), 'A');
    assert.doesNotMatch(JSON.stringify(facts), /a\\nb|a\$bc/);
  });

  it('gives the values that say how the server is started', () => {
    const { facts } = read('DJANGO_SETTINGS_MODULE=shop.settings # which', 'PORT="8000"', 'WEB_CONCURRENCY=$N', 'DATABASE_URL=x');
    assert.deepEqual(
      facts.variables.map(({ open }) => open),
      ['shop.settings', '8000', undefined, undefined],
    );
  });
});
