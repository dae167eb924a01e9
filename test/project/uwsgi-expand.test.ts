// What uWSGI 2.0.21 and 2.0.30 print with --show-config for the same text; test/oracle asks them again.
import assert from 'node:assert/strict';
import { languages } from '../../server/src/languages/languages.ts';
import { unknown } from '../../server/src/languages/maybe.ts';
import type { UwsgiFacts } from '../../server/src/languages/uwsgi/facts.ts';
import { type Expansion, expand } from '../../server/src/project/uwsgi/expand.ts';
import { magicValue } from '../../server/src/project/uwsgi/magic.ts';
import type { World } from '../../server/src/project/uwsgi/world.ts';
import { baseName } from '../../server/src/text/uri.ts';
import { at, knowledge } from '../support/project.ts';

const factsOf = (path: string, text: string): UwsgiFacts =>
  languages.uwsgi.facts(languages.uwsgi.parse({ uri: at(path), kind: 'uwsgi', version: 1, text }));

const environment: Readonly<Record<string, string>> = { SHIP: 'tug', EMPTY: '', REFERS: '%(x)' };

/** A machine with two variables and the given files, beside a `uwsgi.ini` that holds the lines. */
const read = (lines: string, files: Readonly<Record<string, string>> = {}): Expansion => {
  const world: World = {
    environment: (name) => environment[name],
    content: (path) => files[path]?.replace(/[\r\n]$/, ''),
    exists: (path) => path in files,
    magic: (letter, file) => magicValue(letter, file) ?? unknown,
    hostname: () => 'harbour',
    pluginLoaded: () => false,
    glob: (pattern) => [pattern],
    lines: () => [],
    include: (path) => {
      const text = files[path];
      return text === undefined ? undefined : factsOf(path, text);
    },
  };
  return expand(factsOf('uwsgi.ini', `[uwsgi]\n${lines}`), world, knowledge);
};
const list = (lines: string, files?: Readonly<Record<string, string>>): readonly string[] =>
  read(lines, files).stored.map(({ key, value }) => `${key} = ${value === unknown ? '?' : value}`);
/** The value stored last under a key. */
const last = (key: string, lines: string, files?: Readonly<Record<string, string>>) =>
  read(lines, files).stored.findLast((one) => one.key === key)?.value;

describe('the expansion of a uwsgi.ini', () => {
  describe('before keys and values are told apart', () => {
    it('lets a percent sign eat a line break, so that the next line is glued on', () => {
      assert.deepEqual(list('a = 50%\nb = 1\nc = 2\n'), ['a = 50b = 1', 'c = 2']);
    });
    it('lets go of the blanks that come to light behind an eaten sign', () => {
      assert.deepEqual(list('a = b %q\nc = %q d\ne %q = 1\n'), ['a = b', 'c = d', 'e = 1']);
    });
    it('eats one byte of a longer character and leaves the others as no text', () => {
      assert.deepEqual(list('a = %é x\nb = %🚢 y\n'), ['a = \ufffd x', 'b = \ufffd\ufffd\ufffd y']);
    });
    it('drops the last sign of a header, whichever it is', () => {
      assert.deepEqual(
        read('a = 1\n[uwsgi!\nb = 2\n[uwsgi%%\nc = 3\n[uwsgi]%q\nd = 4\n[uwsgi] ;\ne = 5\n').stored.map(({ key }) => key),
        ['a', 'b', 'c', 'd'],
      );
    });
    it('fills magic variables into keys and values, but not behind a doubled sign', () => {
      assert.deepEqual(list('%n-key = %s\n%%n = 1\n'), ['uwsgi-key = uwsgi.ini', '%n = 1']);
    });
  });

  describe('through its references', () => {
    it('takes the first definition of a key, wherever it stands', () => {
      assert.equal(last('c', 'c = %(a)\na = 1\na = 2\n'), '1');
    });
    it('fills in the inner one of two references first', () => {
      assert.equal(last('c', 'which = b\nab = 5\nc = -%(a%(which))\n'), '-5');
    });
    it('has no escape for a placeholder', () => {
      assert.deepEqual(list('x = 1\na = %%(x)\nb = %%%%(x)\n').slice(1), ['a = 1', 'b = %1']);
    });
    it('does not see a reference that comes to stand first', () => {
      assert.deepEqual(list('e =\na = %(e)%(e)x\nb = -%(e)%(e)x\n').slice(1), ['a = %(e)x', 'b = -x']);
    });
    it('fills in what an environment variable brings along', () => {
      assert.equal(last('a', 'x = 7\na = $(REFERS)\n'), '7');
    });
    it('keeps an unset variable, an unknown key and an empty pair of parentheses as text', () => {
      assert.deepEqual(list('a = $(NONE)\nb = %(none)\nc = %()$()\n'), ['a = $(NONE)', 'b = %(none)', 'c = %()$()']);
    });
    it('takes one line break from the end of a file', () => {
      assert.equal(last('a', 'a = <@(word)>\n', { word: 'ends twice\n\n' }), '<ends twice\n>');
    });
    it('leaves alone a key that is nothing but itself', () => {
      const { stored, endless } = read('a = %(a)\n');
      assert.equal(endless, undefined);
      assert.equal(stored[0]?.value, '%(a)');
    });
    it('knows a key that grows by itself', () => {
      assert.equal(read('a = x%(b)\nb = y%(a)\n').endless?.name, 'a');
    });
  });

  describe('with arithmetic', () => {
    const sum = (expression: string) => last('r', `n = 7\nm = -5\nw = 12abc\nr = %(${expression})\n`);
    it('goes from left to right', () => {
      assert.equal(sum('2 + 3 * 4'), '20');
    });
    it('joins what has no operator between', () => {
      assert.equal(sum('n 5 + 1'), '76');
    });
    it('reads leading digits and takes other text for nought', () => {
      assert.deepEqual([sum('w + 1'), sum('none + 1')], ['13', '1']);
    });
    it('divides towards nought, and by nought to nought', () => {
      assert.deepEqual([sum('m / 2'), sum('n / 0')], ['-2', '0']);
    });
    it('leaves operators without a number as text', () => {
      assert.equal(sum('+ +'), '%(+ +)');
    });
    it('has 64 bits', () => {
      assert.deepEqual([sum('9223372036854775807 + 1'), sum('99999999999999999999 + 0')], ['-9223372036854775808', '9223372036854775807']);
    });
  });

  describe('through its blocks', () => {
    it('keeps `%(_)` where the condition gives no word', () => {
      assert.equal(last('a', 'if-not-env = NONE\na = <%(_)>\nendif\n'), '<%(_)>');
      assert.equal(last('b', 'if-not-env = SHIP=other\nb = <%(_)>\nendif\n'), '<tug>');
      assert.equal(last('c', 'if-not-reload\nc = <%(_)>\nendif\n'), '<%(_)>');
    });
    it('compares options as they are written, for their references are filled in later', () => {
      assert.equal(last('b', 'y = 5\nx = %(y)\nif-opt = x=5\nb = 1\nendif\n'), undefined);
      assert.equal(last('b', 'y = 5\nx = %(y)\nif-opt = x=%(y)\nb = %(_)\nendif\n'), '5');
    });
    it('repeats a line once for each word', () => {
      assert.deepEqual(list('for = a b\nx-y = %(_)\nendfor\n'), ['for = a b', 'x-y = a', 'x-y = b', 'endfor = ']);
    });
    it('fills in a repeated line round by round', () => {
      assert.equal(last('x', 'base = /s\nfor = a b\nx = %(_)%(base)\nendfor\n'), 'b/s');
      assert.equal(last('x', 'for = a b\nset-placeholder = k-%(_)=%(_)\nendfor\nx = %(k-a)%(k-b)\n'), 'ab');
    });
    it('asks at each line of a block whether the option is there', () => {
      assert.deepEqual(list('if-not-opt = x\nx = 1\ny = 2\nendif\n'), ['if-not-opt = x', 'x = 1', 'endif = ']);
    });
    it('knows a line that is stored again', () => {
      assert.deepEqual(
        read('for = a b\nx = %(_)\nendfor\nini = :more\nini = :more\n[more]\ny = 1\n').stored.map(
          ({ key, again }) => `${key}${again ? ' again' : ''}`,
        ),
        ['for', 'x', 'x again', 'endfor', 'ini', 'y', 'ini', 'y again'],
      );
    });
    it('tells of an opener that is carried out in a block', () => {
      assert.equal(read('if-env = SHIP\nfor = a\nendfor\nendif\n').nested.length, 1);
      assert.equal(read('if-env = NONE\nfor = a\nendfor\nendif\n').nested.length, 0);
    });
    it('does not close a block with the end of a file that is included in it', () => {
      const files = { 'ends.ini': '[uwsgi]\nendif =\n' };
      assert.equal(last('b', 'if-env = SHIP\ninclude = ends.ini\nb = %(_)\nendif\n', files), 'tug');
    });
  });

  describe('with other files', () => {
    const files = { 'base.ini': '[uwsgi]\na = 1\n[other]\na = 2\n', 'late.ini': '[uwsgi]\nlate = %(early) $(SHIP)\n' };
    it('reads what is inherited last, and fills nothing in there', () => {
      const { stored, inherited } = read('inherit = late.ini\nearly = 1\nhere = %(late)\n', files);
      assert.deepEqual(
        stored.map(({ key, value }) => [key, value]),
        [
          ['inherit', 'late.ini'],
          ['early', '1'],
          ['here', '%(late)'],
          ['late', '%(early) $(SHIP)'],
        ],
      );
      assert.equal(inherited, 3);
    });
    it('fills in the name of what is inherited, and not of what is included', () => {
      assert.equal(last('late', 'n = late\ninherit = %(n).ini\n', files), '%(early) $(SHIP)');
      assert.equal(read('n = late\ninclude = %(n).ini\n', files).missing.length, 1);
    });
    it('reads another section with `ini`, and stops the start where `include` names one', () => {
      assert.equal(last('a', 'ini = base.ini:other\n', files), '2');
      assert.equal(read('include = base.ini:other\n', files).unreadable.length, 1);
      assert.equal(read('include = settings.conf\n', { 'settings.conf': '[uwsgi]\n' }).unreadable.length, 1);
      assert.equal(last('b', 'ini = settings.conf\n', { 'settings.conf': '[uwsgi]\nb = 3\n' }), '3');
    });
    it('takes `:name` for a section of the file that was read last', () => {
      assert.equal(last('a', 'ini = :other\n[other]\na = mine\n', files), 'mine');
      assert.equal(last('a', 'include = base.ini\nini = :other\n[other]\na = mine\n', files), '2');
    });
    it('tells of files that include each other', () => {
      const round = { 'one.ini': '[uwsgi]\nini = two.ini\n', 'two.ini': '[uwsgi]\nini = one.ini\n' };
      const { endless } = read('ini = one.ini\n', round);
      assert.equal(endless && baseName(endless.uri), 'two.ini');
    });
  });

  it('fills nothing into options that run at once, those that the file declares among them', () => {
    assert.equal(last('strict', 'off = false\nstrict = %(off)\n'), '%(off)');
    assert.equal(last('speed', 'v = 3\ndeclare-option = speed=harakiri=$1\nspeed = %(v)\n'), '%(v)');
    assert.equal(last('speed', 'v = 3\ndeclare-option2 = speed=harakiri=$1\nspeed = %(v)\n'), '3');
  });
  it('knows the name of a placeholder whose value only the machine knows', () => {
    const { stored } = read('set-ph = host=%h\na = %(host)\n');
    assert.deepEqual(
      stored.map(({ key, value }) => [key, value === unknown]),
      [
        ['set-ph', true],
        ['host', true],
        ['a', true],
      ],
    );
  });
  it('hands a placeholder on as it was written', () => {
    assert.deepEqual(list('x = 1\nset-ph = a=%(x)\nb = %(a)\nharakiri = -%(a)\n').slice(2), ['a = %(x)', 'b = %(x)', 'harakiri = -1']);
  });
});
