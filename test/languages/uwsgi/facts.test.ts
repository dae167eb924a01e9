import assert from 'node:assert/strict';
import { languages } from '../../../server/src/languages/languages.ts';
import { isOn, type UwsgiFacts } from '../../../server/src/languages/uwsgi/facts.ts';
import { keysOf } from '../../../server/src/languages/uwsgi/value.ts';
import { at } from '../../support/project.ts';

const factsOf = (text: string): UwsgiFacts =>
  languages.uwsgi.facts(languages.uwsgi.parse({ uri: at('uwsgi.ini'), kind: 'uwsgi', version: 1, text }));
const first = (text: string) => {
  const option = factsOf(`[uwsgi]\n${text}\n`).options[0];
  assert.ok(option);
  return option;
};
const parts = (text: string): readonly string[] =>
  first(text).value.parts.map((part) => `${part.is}:${part.is === 'magic' ? part.letter : part.text}`);

describe('the facts of a uwsgi.ini', () => {
  it('take the options of every [uwsgi] section and of no other', () => {
    const { options } = factsOf('early = 1\n[uwsgi]\na = 1\n[other]\nb = 2\n[uwsgi]\nc = 3\n');
    assert.deepEqual(
      options.map((option) => option.name),
      ['a', 'c'],
    );
  });
  it('know a bare key from an empty value', () => {
    assert.equal(first('vacuum').bare, true);
    assert.equal(first('vacuum =').bare, false);
  });
  it('split a value into text, magic variables and references', () => {
    assert.deepEqual(parts('x = %d/a $(HOME) @(/etc/x) %(base)b'), [
      'magic:d',
      'text:/a ',
      'environment:HOME',
      'text: ',
      'content:/etc/x',
      'text: ',
      'placeholder:base',
      'text:b',
    ]);
  });
  it('read a doubled percent sign as one and let another one eat its letter', () => {
    assert.equal(first('x = 10%% off').value.text, '10% off');
    assert.equal(first('x = 10% off').value.text, '10off');
    assert.equal(first('x = 10%% off').value.literal, true);
  });
  it('count parentheses inside a reference', () => {
    assert.deepEqual(parts('x = @(exec://a(b)c) d'), ['content:exec://a(b)c', 'text: d']);
  });
  it('leave an open or empty reference as text', () => {
    assert.deepEqual(parts('x = $(HOME'), ['text:$(HOME']);
    assert.equal(first('x = $()').value.literal, true);
  });
  it('know a shell template from a reference of uWSGI', () => {
    assert.deepEqual(parts('socket = 0.0.0.0:${PORT}'), ['text:0.0.0.0:', 'template:PORT']);
    assert.equal(factsOf('[uwsgi]\nsocket = :${PORT}\n').template, 'shell');
  });
  it('take a log format for what it is, not for a template', () => {
    assert.equal(factsOf('[uwsgi]\nlog-format = [%(addr)] {%(vars) vars in %(pktsize) bytes} %(method)\n').template, undefined);
  });
  it('leave `${NAME}` to routes, log encoders and commands, which have a use for it', () => {
    for (const line of [
      'log-encoder = json {"m":"${msg}"}',
      'route-host = ^x$ addheader:X-Path: ${PATH_INFO}',
      'exec-pre-app = echo ${HOME}',
    ])
      assert.equal(factsOf(`[uwsgi]\n${line}\n`).template, undefined, line);
    assert.equal(factsOf('[uwsgi]\nlog-encoder = json ${msg}\nsocket = :${PORT}\n').template, 'shell');
  });
  it('know a Jinja template', () => {
    assert.equal(factsOf('[uwsgi]\nprocesses = {{ workers }}\n').template, 'jinja');
  });
  it('find the keys of an expression and leave out numbers and operators', () => {
    const part = first('x = %(base + 1 * other ++)').value.parts[0];
    assert.ok(part);
    assert.deepEqual(
      keysOf(part).map((key) => key.name),
      ['base', 'other'],
    );
  });
  it('close a block at any of the five ends', () => {
    for (const end of ['end', 'endif', 'end-if', 'endfor', 'end-for']) {
      const { blocks } = factsOf(`[uwsgi]\nif-env = A\nx = 1\n${end} =\ny = 2\n`);
      assert.deepEqual(
        blocks.map((block) => block.options.map((option) => option.name)),
        [['x']],
        end,
      );
      assert.equal(blocks[0]?.closer?.name, end);
    }
  });
  it('let an open block reach to the end, through the next section of that name', () => {
    const { blocks } = factsOf('[uwsgi]\nif-env = A\nx = 1\n[other]\ny = 2\n[uwsgi]\nz = 3\n');
    assert.deepEqual(
      blocks[0]?.options.map((option) => option.name),
      ['x', 'z'],
    );
    assert.equal(blocks[0]?.closer, undefined);
  });
  it('keep the ends that uWSGI reads, and one that closes nothing too', () => {
    assert.deepEqual(
      factsOf('[other]\nendif =\n[uwsgi]\nendif =\nif-env = A\nend\n').ends.map((option) => option.name),
      ['endif', 'end'],
    );
  });
  it('switch off for four spellings only', () => {
    for (const off of ['false', 'OFF', 'No', '0']) assert.equal(isOn(off), false, off);
    for (const on of ['', '00', 'n', 'none', 'disabled', 'false ;', 'true']) assert.equal(isOn(on), true, on);
  });
  it('take the last strict, and none from an undecided block', () => {
    assert.deepEqual(factsOf('[uwsgi]\nstrict = true\nstrict = no\n').strict.state, 'known');
    assert.equal(factsOf('[uwsgi]\nif-env = A\nstrict = true\nendif =\n').strict.state, 'dynamic');
    assert.equal(factsOf('[uwsgi]\n').strict.state, 'absent');
  });
});
