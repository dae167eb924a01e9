import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { optionNames } from '../../server/src/commands/server-options.ts';

interface OptionFacts {
  readonly name: string;
  readonly value: string;
  readonly flags?: readonly string[];
  readonly off?: readonly string[];
  readonly config?: string;
  readonly commands?: readonly string[];
  readonly positional?: true;
  readonly choices?: readonly string[];
  readonly choicesSince?: Readonly<Record<string, string>>;
  readonly environment?: readonly string[];
  readonly since?: string;
  readonly removed?: string;
}
interface ToolFacts {
  readonly kind: 'server' | 'tool';
  readonly version: string;
  readonly docs: string;
  readonly commands?: Readonly<Record<string, unknown>>;
  readonly options: readonly OptionFacts[];
}
interface Words {
  readonly brief: string;
  readonly body?: string;
  readonly container?: string;
  readonly link?: string;
}

const folder = join(fileURLToPath(import.meta.url), '../../../server/src/knowledge/servers');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const { meta, tools } = JSON.parse(read('options.json')) as {
  readonly meta: { readonly asOf: string; readonly sources: readonly string[] };
  readonly tools: Readonly<Record<string, ToolFacts>>;
};
const all = Object.entries(tools).map(([tool, facts]) => ({
  tool,
  facts,
  words: parse(read(`${tool}.yaml`)) as Readonly<Record<string, Words>>,
}));
const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

describe('the catalogue of servers and tools', () => {
  it('is dated, names its sources and the version of each tool', () => {
    assert.match(meta.asOf, /^\d{4}-\d{2}-\d{2}$/);
    assert.ok(meta.sources.length > 0);
    for (const { tool, facts } of all) {
      assert.match(facts.version, /^\d+(\.\d+)+$/, tool);
      assert.match(facts.docs, /^https:\/\//, tool);
    }
  });
  it('was read from the pinned releases', () => {
    const pins = readFileSync(join(folder, '../../../../scripts/servers/requirements.txt'), 'utf8');
    for (const { tool, facts } of all) {
      const distribution = tool === 'manage' ? 'django' : tool;
      assert.ok(pins.split('\n').includes(`${distribution}==${facts.version}`), `${tool} ${facts.version}`);
    }
  });
  it('has one chapter of words for each tool and no other', () => {
    const chapters = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    assert.deepEqual(chapters.sort(), all.map(({ tool }) => `${tool}.yaml`).sort());
  });
  for (const { tool, facts, words: chapter } of all) {
    it(`says something about every option and command of ${tool}, and about nothing else`, () => {
      const names = [...facts.options.map((option) => option.name), ...Object.keys(facts.commands ?? {})];
      assert.equal(new Set(names).size, names.length, 'two options of one name');
      assert.deepEqual(Object.keys(chapter).sort(), names.sort());
    });
    it(`keeps the briefs of ${tool} short, whole and different from each other`, () => {
      const seen = new Map<string, string>();
      for (const [name, { brief }] of Object.entries(chapter)) {
        assert.ok(brief.length <= 120, `${name}: ${brief.length} characters`);
        assert.match(brief, /^[A-Z`].*[^.]\.$/, name);
        const own = new Set(words(name));
        assert.ok(words(brief).filter((word) => !own.has(word)).length >= 3, `${name}: ${brief}`);
        assert.equal(seen.get(brief), undefined, `${name} and ${seen.get(brief)}: ${brief}`);
        seen.set(brief, name);
      }
    });
    it(`gives each long text about ${tool} a word on containers and a link`, () => {
      for (const [name, { body, container, link, ...rest }] of Object.entries(chapter)) {
        assert.deepEqual(Object.keys(rest), ['brief'], name);
        if (body === undefined) {
          assert.equal(container ?? link, undefined, `${name} has a stance or a link without a text`);
          continue;
        }
        assert.ok(body.trim().length >= 150, `${name}: ${body.trim().length} characters`);
        assert.ok(container && container.length > 5, name);
        assert.match(link ?? '', /^https:\/\/\S+$/, name);
      }
    });
    it(`tells the spellings of ${tool} apart`, () => {
      const taken = new Map<string, string>();
      const commands = Object.keys(facts.commands ?? {});
      for (const option of facts.options) {
        assert.ok(option.flags?.length || option.config || option.positional, `${option.name} can be written nowhere`);
        for (const command of option.commands ?? ['']) {
          if (command) assert.ok(commands.includes(command), `${option.name}: ${command}`);
          for (const flag of [...(option.flags ?? []), ...(option.off ?? [])]) {
            assert.match(flag, /^(--[A-Za-z0-9][\w-]*|-\w+)$/, option.name);
            assert.equal(taken.get(`${command} ${flag}`), undefined, `${option.name} and ${taken.get(`${command} ${flag}`)}: ${flag}`);
            taken.set(`${command} ${flag}`, option.name);
          }
        }
        for (const choice of Object.keys(option.choicesSince ?? {}))
          assert.ok(option.choices?.includes(choice), `${option.name}: ${choice}`);
        for (const variable of option.environment ?? []) assert.match(variable, /^[A-Z][A-Z0-9_]*$/, option.name);
        for (const version of [option.since, option.removed]) if (version) assert.match(version, /^\d+(\.\d+)+$/, option.name);
      }
    });
  }
  it('explains at length what matters in a container', () => {
    const long = all.flatMap(({ tool, words: chapter }) =>
      Object.keys(chapter).flatMap((name) => (chapter[name]?.body ? `${tool} ${name}` : [])),
    );
    assert.ok(long.length >= 120, `${long.length}`);
    for (const wanted of [
      'uvicorn --host',
      'uvicorn --forwarded-allow-ips',
      'uvicorn --timeout-graceful-shutdown',
      'gunicorn --bind',
      'gunicorn --worker-tmp-dir',
      'gunicorn --timeout',
      'gunicorn --forwarded-allow-ips',
      'daphne --proxy-headers',
      'hypercorn --graceful-timeout',
      'granian --interface',
      'waitress --trusted-proxy',
      'waitress --expose-tracebacks',
      'pip --no-cache-dir',
      'pipenv sync',
      'pipenv --deploy',
      'poetry --only',
      'uv --locked',
      'uv --no-dev',
      'manage collectstatic',
      'manage collectstatic --noinput',
      'manage runserver <addrport>',
    ])
      assert.ok(long.includes(wanted), wanted);
  });
  it('knows every long option that the argument models of the servers know', () => {
    for (const [server, model] of Object.entries(optionNames)) {
      const flags = new Set(tools[server]?.options.flatMap((option) => [...(option.flags ?? []), ...(option.off ?? [])]));
      for (const name of [...model.values.split(' '), ...model.switches.split(' ')])
        assert.ok(flags.has(`--${name}`), `${server} --${name}`);
    }
  });
});
