// What the server does while nobody asks for anything, so that the first keystrokes of a person are not the first ones of its own.
import assert from 'node:assert/strict';
import type { FileKind } from '../../server/src/languages/language.ts';
import { abilitiesOf } from '../../server/src/lsp/abilities.ts';
import { type RehearsalParts, rehearsal, rehearse } from '../../server/src/lsp/rehearsal.ts';
import { files, typed } from '../../server/src/lsp/rehearsed.ts';
import { rules } from '../../server/src/rules/index.ts';
import { defineRule } from '../../server/src/rules/rule.ts';
import { knowledge, today } from '../support/project.ts';

const partsOf = (...kinds: readonly FileKind[]): RehearsalParts => ({
  rules,
  knowledge,
  settings: { today },
  desk: {
    abilities: abilitiesOf({ processId: null, rootUri: null, capabilities: {} }),
    names: { file: () => undefined, spelling: (uri) => uri, version: () => null },
  },
  kinds: new Set(kinds),
});

describe('a rehearsal', () => {
  it('types in the kinds of files that the project has, and in no others', () => {
    const steps = (...kinds: readonly FileKind[]) => [...rehearsal(partsOf(...kinds))].length;
    const each = typed.map(({ kind }) => steps(kind));
    assert.ok(
      each.every((count) => count > 10),
      `${each}`,
    );
    assert.equal(steps(), 0);
    assert.equal(steps('makefile', 'nginx'), 0);
    assert.equal(
      steps(...typed.map(({ kind }) => kind)),
      each.reduce((sum, count) => sum + count, 0),
    );
  });

  it('goes all the way from the text to what is told of it', () => {
    const told = new Set<unknown>();
    for (const { items } of rehearsal(partsOf('dockerfile'))) for (const { code } of items) told.add(code);
    // One of the lines that are typed starts a script that is not there.
    assert.ok(told.has('project/start-script-missing'), [...told].join());
    assert.ok(told.size > 5, [...told].join());
  });

  it('finds every place it types at', () => {
    for (const { path, below } of typed) for (const place of below) assert.ok(files[path]?.includes(`\n${place}`), `${place} in ${path}`);
  });

  it('goes on where a rule throws', () => {
    const bad = defineRule({
      ...{ id: 'dockerfile/bad', title: 'x', severity: 'info', default: 'on', fixable: false, since: '0.1.0', rows: [] },
      reads: 'dockerfile',
      check: () => {
        throw new Error('bad');
      },
    });
    assert.ok([...rehearsal({ ...partsOf('dockerfile'), rules: [bad] })].length > 10);
  });
});

describe('what is rehearsed', () => {
  const rest = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  /** Counts its steps. */
  const counting = (last: number) => {
    const steps = {
      count: 0,
      next: () => ({ done: ++steps.count >= last, value: undefined }),
    };
    return steps;
  };
  /** Each step takes a turn of its own. */
  const slow = (last: number) => {
    const steps = counting(last);
    return {
      get count() {
        return steps.count;
      },
      next: () => {
        const until = performance.now() + 5;
        while (performance.now() < until);
        return steps.next();
      },
    };
  };

  it('is gone through to its end, and others have their turn between', async () => {
    const steps = slow(10);
    rehearse(steps);
    assert.equal(steps.count, 0);
    let turns = 0;
    for (let before = 0; before < 10; await new Promise(setImmediate)) {
      // Never more than one of them in one go.
      assert.ok(steps.count - before <= 1, `${steps.count}`);
      if (steps.count > before) turns++;
      before = steps.count;
    }
    assert.equal(turns, 10);
    await rest(20);
    assert.equal(steps.count, 10);
  });

  it('waits while somebody wants something, and goes on when that is over', async () => {
    const steps = slow(4);
    const rehearsing = rehearse(steps);
    while (steps.count === 0) await rest(1);
    rehearsing.pause(100);
    const before = steps.count;
    assert.ok(before < 4, `${before}`);
    await rest(20);
    assert.equal(steps.count, before);
    // The longer of two pauses counts.
    rehearsing.pause(10);
    await rest(40);
    assert.equal(steps.count, before);
    await rest(200);
    assert.equal(steps.count, 4);
    rehearsing.pause(10);
    await rest(40);
    assert.equal(steps.count, 4);
  });

  it('ends where it goes wrong', async () => {
    let count = 0;
    rehearse({
      next: () => {
        count++;
        throw new Error('bad');
      },
    });
    await rest(40);
    assert.equal(count, 1);
  });

  it('ends with the session', async () => {
    const steps = slow(1000);
    const rehearsing = rehearse(steps);
    while (steps.count === 0) await rest(1);
    rehearsing.end();
    const before = steps.count;
    rehearsing.pause(1);
    await rest(30);
    assert.equal(steps.count, before);
  });
});
