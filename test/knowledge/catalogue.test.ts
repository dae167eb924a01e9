import assert from 'node:assert/strict';
import { createKnowledge } from '../../server/src/knowledge/catalogue.ts';
import { catalogueText } from '../../server/src/knowledge/catalogue-text.ts';
import type { EntryKind } from '../../server/src/knowledge/entry.ts';
import { tablesText } from '../../server/src/knowledge/images/tables-text.ts';
import { magicLetters } from '../../server/src/languages/uwsgi/percent.ts';
import { knowledge } from '../support/project.ts';

const options = knowledge.list('uwsgi-option');
const words = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
/** Words that say nothing when all others come from the name. */
const idle = words(
  'the a an of to for in on and or with is are be this that by set sets enable enables disable disables specify specifies option value it its',
);

describe('the catalogue', () => {
  it('has every option of the tables, released and not', () => {
    assert.equal(options.length, 1335);
    assert.equal(options.filter((option) => option.since === undefined).length, 74);
  });
  it('gives each a brief of at most 120 characters that says more than its name', () => {
    for (const { name, brief } of options) {
      assert.ok(brief.length > 0 && brief.length <= 120, `${name}: ${brief.length} characters`);
      assert.ok(brief.endsWith('.'), name);
      const more = [...words(brief)].filter((word) => !idle.has(word) && !words(name).has(word));
      assert.ok(more.length >= 3, `${name}: ${brief}`);
    }
  });
  it('says no two things in the same words', () => {
    assert.equal(new Set(options.map((option) => option.brief)).size, options.length);
  });
  it('explains at least 300 of them at length, with a stance for containers and a link of their own', () => {
    const long = options.filter((option) => option.body);
    assert.ok(long.length >= 300, `${long.length}`);
    for (const option of long) {
      assert.ok(option.container, `${option.name} has a body but no word on containers`);
      assert.ok(option.body.length >= 150, option.name);
    }
  });
  it('explains all that real Django projects use', () => {
    const bare = options.filter((option) => option.rank >= 10 && !option.body);
    assert.deepEqual(
      bare.map((option) => option.name),
      [],
    );
  });
  it('links every entry to a page', () => {
    for (const kind of ['uwsgi-option', 'uwsgi-magic', 'uwsgi-grammar', 'drydock-key'] as const) {
      for (const entry of knowledge.list(kind)) assert.match(entry.link, /^https:\/\//, entry.name);
    }
  });
  it('folds aliases under one leading name, the one used most', () => {
    assert.equal(knowledge.find('uwsgi-option', 'workers')?.canonical, 'processes');
    assert.equal(knowledge.find('uwsgi-option', 'wsgi')?.canonical, 'module');
    for (const option of options) {
      const lead = knowledge.find('uwsgi-option', option.canonical);
      assert.equal(lead?.canonical, option.canonical, option.name);
      for (const alias of option.aliases)
        assert.equal(knowledge.find('uwsgi-option', alias)?.canonical, option.canonical, `${option.name} and ${alias}`);
    }
  });
  it('describes every magic letter that the reader knows', () => {
    for (const letter of magicLetters) if (letter !== 'B') assert.ok(knowledge.find('uwsgi-magic', letter), letter);
  });
  it('tells names apart by case and dash', () => {
    for (const wrong of ['Master', 'lazy_apps', 'MASTER', '']) assert.equal(knowledge.find('uwsgi-option', wrong), undefined, wrong);
  });
  it('gives each entry as its text has it, under its name and under those of its other names that no entry has', () => {
    type Written = { readonly kind: EntryKind; readonly name: string; readonly aliases?: readonly string[] };
    const written = JSON.parse(catalogueText()) as readonly Written[];
    const own = new Set(written.map(({ kind, name }) => `${kind} ${name}`));
    for (const one of written) {
      const found = knowledge.find(one.kind, one.name);
      assert.deepEqual({ ...found, ...one }, { ...found }, `${one.kind} ${one.name}`);
      for (const alias of one.aliases ?? []) {
        if (own.has(`${one.kind} ${alias}`)) continue;
        assert.ok(knowledge.find(one.kind, alias)?.aliases.includes(alias), `${one.kind} ${alias}`);
      }
    }
    const kinds = new Set(written.map(({ kind }) => kind));
    for (const kind of kinds) {
      const names = new Set(written.flatMap((one) => (one.kind === kind ? [one.name] : [])));
      assert.deepEqual(
        knowledge.list(kind).map(({ name }) => name),
        [...names],
      );
    }
  });
  it('reads nothing before the first question, and its text once', () => {
    let reads = 0;
    const lazy = createKnowledge(() => {
      reads++;
      return catalogueText();
    }, tablesText);
    assert.equal(reads, 0);
    lazy.find('uwsgi-option', 'master');
    lazy.list('uwsgi-magic');
    assert.equal(reads, 1);
  });
});
