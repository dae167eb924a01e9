import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ShellCommand, ShellWord } from '../../server/src/commands/command.ts';
import { splitShell } from '../../server/src/commands/shell.ts';
import { placeIn, type Spliced, sliceOf, spanIn, splice, unspliced } from '../../server/src/commands/spliced.ts';

const split = (text: string) => splitShell(unspliced(text, 0));
const words = (text: string) => split(text).map((command) => command.words.map((word) => word.text));
const sure = (text: string) =>
  split(text)
    .filter((command) => command.certain)
    .map((command) => command.words[0]?.text);

describe('a shell line', () => {
  it('falls apart at its operators, which are remembered on both sides', () => {
    const commands = split('a 1 && b | c || d; e & f');
    assert.deepEqual(
      commands.map(({ before, words: [word], after }) => [before, word?.text, after]),
      [
        ['start', 'a', '&&'],
        ['&&', 'b', '|'],
        ['|', 'c', '||'],
        ['||', 'd', ';'],
        [';', 'e', '&'],
        ['&', 'f', 'end'],
      ],
    );
  });

  it('keeps blanks and operators inside quotes', () => {
    assert.deepEqual(words(`echo "a && b" 'c | d' e\\ f g"h i"'j'`), [['echo', 'a && b', 'c | d', 'e f', 'gh ij']]);
  });

  it('gives empty words for empty quotes', () => {
    assert.deepEqual(words(`a "" ''`), [['a', '', '']]);
  });

  it('takes a sign in front of a blank for a comment, but not inside a word', () => {
    assert.deepEqual(words('a # b\nc#d'), [['a'], ['c#d']]);
  });

  it('joins lines behind a backslash', () => {
    assert.deepEqual(words('a \\\n  b\\\nc \\\r\n d'), [['a', 'bc', 'd']]);
  });

  it('goes on over a line end behind && but not behind a command', () => {
    assert.deepEqual(
      split('a &&\n\n b\nc').map(({ before }) => before),
      ['start', '&&', 'newline'],
    );
  });

  it('keeps variables as parts, with their names and modifiers', () => {
    const [command] = split('run "$A" ${B:-x y}-z $$ $1 a$');
    const parts = command?.words.map((word) =>
      word.parts.map((part) => (part.is === 'variable' ? `${part.name}${part.modifier}` : part.is === 'text' ? part.text : '()')),
    );
    assert.deepEqual(parts, [['run'], ['A'], ['B:-x y', '-z'], ['$'], ['1'], ['a$']]);
    assert.deepEqual(
      command?.words.map(({ literal }) => literal),
      [true, false, false, false, false, true],
    );
  });

  it('keeps apart what is the value of a variable and what is not', () => {
    const [command] = split('run ${#A} ${!B} ${C#x} ${D}');
    assert.deepEqual(
      command?.words.map(({ text, parts: [part] }) => [text, part?.is === 'variable' ? part.modifier : undefined]),
      [
        ['run', undefined],
        ['${#A}', '#'],
        ['${!B}', '!'],
        ['${C#x}', '#x'],
        ['$D', ''],
      ],
    );
  });

  it('finds commands in groups whose output goes somewhere', () => {
    const commands = split('{ a; b; } >x && (c) 2>&1');
    assert.deepEqual(
      commands.map(({ words: list, redirects, certain }) => [list[0]?.text, redirects.map(({ operator }) => operator).join(), certain]),
      [
        ['a', '', true],
        ['b', '', true],
        [undefined, '>', true],
        ['c', '', true],
        [undefined, '>&', true],
      ],
    );
  });

  it('leaves the carriage returns of line ends out, and keeps every place', () => {
    const text = 'a b\r\ncat <<E \\\r\n  x\r\nline\r\nE\r\nc "d"\r\n';
    const commands = split(text);
    assert.deepEqual(
      commands.flatMap(({ words: list }) => list.map(({ text: said, span }) => [said, text.slice(span.from, span.to)])),
      [
        ['a', 'a'],
        ['b', 'b'],
        ['cat', 'cat'],
        ['x', 'x'],
        ['c', 'c'],
        ['d', '"d"'],
      ],
    );
    const { body } = commands[1]?.redirects[0] ?? assert.fail();
    assert.equal(body && text.slice(body.from, body.to), 'line\r\n');
  });

  it('looks into substitutions', () => {
    const [command] = split('a $(b "$(c)" | d) `e f` $((1 + 2)) x');
    const inner = (word: ShellWord | undefined) =>
      word?.parts.flatMap((part) => (part.is === 'substitution' ? part.commands.map((one) => one.words[0]?.text) : []));
    assert.deepEqual(command?.words.map(inner), [[], ['b', 'd'], ['e'], [], []]);
    assert.equal(command?.words.at(-1)?.text, 'x');
  });

  it('tells assignments from words', () => {
    const [command] = split('A=1 B="x y" C= run D=2');
    assert.deepEqual(
      command?.assignments.map(({ name, value }) => [name, value.text]),
      [
        ['A', '1'],
        ['B', 'x y'],
        ['C', ''],
      ],
    );
    assert.deepEqual(
      command?.words.map(({ text }) => text),
      ['run', 'D=2'],
    );
  });

  it('takes redirections out of the words', () => {
    const [command] = split('a >b 2>&1 <<<word c &>d 2> /dev/null');
    assert.deepEqual(
      command?.words.map(({ text }) => text),
      ['a', 'c'],
    );
    assert.deepEqual(
      command?.redirects.map(({ operator, descriptor, target }) => `${descriptor}${operator}${target?.text}`),
      ['>b', '2>&1', '<<<word', '&>d', '2>/dev/null'],
    );
  });

  it('does not read a here-document as commands', () => {
    const text = 'cat <<EOF >x && b\nline && c\nEOF\nd <<-"E F"\n\trm\n\tE F\ne';
    assert.deepEqual(words(text), [['cat'], ['b'], ['d'], ['e']]);
    const { body } = split(text)[0]?.redirects[0] ?? assert.fail();
    assert.equal(body && text.slice(body.from, body.to), 'line && c\n');
  });

  it('takes reserved words away and finds the commands between them', () => {
    assert.deepEqual(words('if [ -f x ]; then a; elif b; then c; else d; fi; for i in 1 2; do e $i; done; while f; do g; done'), [
      ['[', '-f', 'x', ']'],
      ['a'],
      ['b'],
      ['c'],
      ['d'],
      ['e', '$i'],
      ['f'],
      ['g'],
    ]);
    assert.deepEqual(words('case "$1" in "a"|b) x;; (c) y ;; *) z 1;; esac; { v; } && (w; u)'), [
      ['x'],
      ['y'],
      ['z', '1'],
      ['v'],
      ['w'],
      ['u'],
    ]);
  });

  it('knows which commands surely run', () => {
    assert.deepEqual(sure('a && b; c || d && e | f; g'), ['a', 'b', 'c', 'e', 'f', 'g']);
    assert.deepEqual(sure('if a; then b; fi; c; f() { d; }; f'), ['c', 'f']);
    assert.deepEqual(sure('[ -x a ] && b && c; d; x || (e; f) ; { g; }'), ['[', 'd', 'x', 'g']);
    assert.deepEqual(sure('for i in a; do b; done; case x in y) c;; esac; a || b | c; d'), ['a', 'd']);
  });

  it('reads the tests, lists and sums of Bash without taking them apart', () => {
    assert.deepEqual(words('[[ -z $A || ( $B =~ ^(x|y)$ && c < d ) ]] && e'), [
      ['[[', '-z', '$A', '$B', '=~', '^(x|y)$', 'c', '<', 'd', ']]'],
      ['e'],
    ]);
    assert.deepEqual(words('[[ $A ]] || [[ ! -f b ]]'), [
      ['[[', '$A', ']]'],
      ['[[', '!', '-f', 'b', ']]'],
    ]);
    assert.deepEqual(words('A=(x "y z"); local b=(1 2) && (( i++ )); c'), [[], ['local', 'b=$(…)'], ['c']]);
    assert.deepEqual(words('A=(\n # it does (not)\n x\n)\nfor ((i = 0; i < 2; i++)); do c; done'), [[], ['c']]);
    assert.deepEqual(words('(( i++ )) && ((a || b) && c)'), [['a'], ['b'], ['c']]);
    assert.deepEqual(sure('[[ a ]] && b; c'), ['[[', 'c']);
  });

  it('takes reserved words for plain ones where they are arguments', () => {
    assert.deepEqual(words('echo if then { } done'), [['echo', 'if', 'then', '{', '}', 'done']]);
  });

  const pieces = fc.array(
    fc.constantFrom(
      ' ',
      '\n',
      '\\',
      '"',
      "'",
      '`',
      '$',
      '$(',
      '${',
      ')',
      '}',
      '(',
      '{',
      ';',
      '&&',
      '||',
      '|',
      '#',
      '<<E',
      'E',
      '>',
      'a=',
      'if',
      'case',
      'in',
      'esac',
      'for',
      'done',
      'x',
      '\r\n',
      '☃',
      '<(',
    ),
    { maxLength: 60 },
  );
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    pieces.map((parts) => parts.join('')),
    pieces.map((parts) => parts.join(' ')),
  );
  const spans = (command: ShellCommand): readonly (readonly [number, number])[] => [
    [command.span.from, command.span.to],
    ...command.assignments.flatMap(({ span, value }) => [[span.from, span.to] as const, ...wordSpans(value)]),
    ...command.redirects.flatMap(({ span, target, body }) => [
      [span.from, span.to] as const,
      ...(target ? wordSpans(target) : []),
      ...(body ? [[body.from, body.to] as const] : []),
    ]),
    ...command.words.flatMap(wordSpans),
  ];
  const wordSpans = (word: ShellWord): readonly (readonly [number, number])[] => [
    [word.span.from, word.span.to],
    ...word.parts.flatMap((part) => [
      [part.span.from, part.span.to] as const,
      ...(part.is === 'substitution' ? part.commands.flatMap(spans) : []),
    ]),
  ];

  it('never throws on any text, and keeps every span in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const [from, to] of split(text).flatMap(spans))
          assert.ok(0 <= from && from <= to && to <= text.length, JSON.stringify({ text, from, to }));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives plain words the text that stands at their place', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { words: list } of split(text)) {
          for (const word of list) {
            const written = text.slice(word.span.from, word.span.to);
            if (!/["'\\`$]|[<>]\(|^\w+(?:\[[^\]]*\])?\+?=\(/.test(written)) assert.equal(written, word.text);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('ends soon on texts that nest deeply', () => {
    for (const sign of ['$(', '`', '"$(', '(', '{ ', '${', 'if ', '<<E ']) assert.ok(split(sign.repeat(5000)).length >= 0);
  });
});

describe('spliced text', () => {
  const two: Spliced = splice(unspliced('abc', 10), unspliced('def', 20));

  it('finds the way back to the file', () => {
    assert.deepEqual(
      [0, 2, 3, 5].map((offset) => placeIn(two, offset)),
      [10, 12, 20, 22],
    );
    assert.deepEqual(spanIn(two, 1, 4), { from: 11, to: 21 });
    assert.deepEqual(spanIn(two, 3, 3), { from: 20, to: 20 });
  });

  it('keeps the places in a part of it', () => {
    const part = sliceOf(two, 1, 5);
    assert.equal(part.text, 'bcde');
    assert.deepEqual(
      [0, 1, 2, 3].map((offset) => placeIn(part, offset)),
      [11, 12, 20, 21],
    );
  });

  it('counts all characters of the file that stand for one of the text', () => {
    const decoded: Spliced = {
      text: 'a"b',
      stretches: [
        { at: 0, from: 5 },
        { at: 1, from: 6, width: 2 },
        { at: 2, from: 8 },
      ],
    };
    assert.deepEqual(spanIn(decoded, 0, 2), { from: 5, to: 8 });
    assert.deepEqual(spanIn(sliceOf(decoded, 1, 2), 0, 1), { from: 6, to: 8 });
  });
});
