import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from '../../server/src/languages/languages.ts';

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope?: string;
  readonly order?: number;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}
interface Manifest {
  readonly main: string;
  readonly version: string;
  readonly icon: string;
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly languages: readonly { readonly id: string; readonly firstLine: string; readonly configuration: string }[];
    readonly problemMatchers: readonly { readonly pattern: { readonly regexp: string } }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly completionEvents: readonly string[] }[];
    }[];
  };
}

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name));
const client = sources('client/src').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('the manifest of the extension', () => {
  it('puts every command under Drydock, and each has its code and the other way round', () => {
    const named = contributes.commands.map(({ command }) => command).sort();
    for (const { command, category } of contributes.commands) assert.equal(category, 'Drydock', command);
    const coded = client.flatMap(({ text }) => [...text.matchAll(/^ {2}name: '(drydock\.\w+)',$/gm)].map(([, name]) => name ?? '')).sort();
    assert.deepEqual(named, coded);
  });

  it('describes every setting in Markdown, with a default, a scope and a place in the list', () => {
    const settings = Object.entries(contributes.configuration.properties);
    assert.ok(settings.length <= 15);
    for (const [name, setting] of settings) {
      assert.match(setting.markdownDescription ?? '', /\.$/, name);
      assert.equal(setting.description, undefined, name);
      assert.ok('default' in setting && setting.scope !== undefined, name);
      assert.equal(setting.enum?.length, setting.enumDescriptions?.length, name);
    }
    const orders = settings.map(([, { order }]) => order);
    assert.deepEqual(
      orders,
      [...orders.keys()].map((index) => index + 1),
    );
  });

  it('names only files that exist', () => {
    const paths = [...JSON.stringify(manifest).matchAll(/"(?:\.\/)?((?:client|snippets|docs)\/[^"]+)"/g)].map(([, path]) => path ?? '');
    assert.ok(paths.length >= 10);
    for (const path of paths) assert.ok(existsSync(join(root, path)), path);
  });

  it('wakes the extension for files and folders of its kind, never for every window', () => {
    for (const event of manifest.activationEvents)
      assert.match(event, /^(?:onLanguage:(?!python)|workspaceContains:(?:\*\/)?[^*/]+$)/, event);
  });

  it('knows a uwsgi.ini by its first line', () => {
    const firstLine = new RegExp(contributes.languages[0]?.firstLine ?? '');
    assert.match('[uwsgi]', firstLine);
    assert.doesNotMatch('# [uwsgi]', firstLine);
  });

  it('reads what the command line prints', () => {
    const pattern = new RegExp(contributes.problemMatchers[0]?.pattern.regexp ?? '');
    const match = pattern.exec('deploy/uwsgi.ini:2:1: warning: uWSGI has no option `x`: [really] [uwsgi/unknown-option]');
    assert.deepEqual(match?.slice(1), [
      'deploy/uwsgi.ini',
      '2',
      '1',
      'warning',
      'uWSGI has no option `x`: [really]',
      'uwsgi/unknown-option',
    ]);
  });

  it('walks through commands and settings that exist', () => {
    const own = new Set([...contributes.commands.map(({ command }) => command), ...Object.keys(contributes.configuration.properties)]);
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    for (const { description, completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      const used = [...`${description} ${completionEvents.join(' ')}`.matchAll(/drydock\.(?!yaml)\w+/g)].map(([name]) => name);
      for (const name of used) assert.ok(own.has(name), name);
    }
  });

  it('needs no newer VS Code than its types describe, and no more keywords than are read', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode']}`, manifest.engines.vscode);
    assert.ok(manifest.keywords.length <= 12);
  });
});

describe('the code of the extension', () => {
  it('sends documents of every kind the server knows', () => {
    const { kinds } = JSON.parse(readFileSync(join(root, 'client/src/documents.json'), 'utf8')) as { readonly kinds: object };
    assert.deepEqual(Object.keys(kinds).sort(), Object.keys(languages).sort());
  });

  it('knows VS Code and nothing of what Drydock is about', () => {
    for (const { path, text } of client) assert.doesNotMatch(text, /docker|django|uwsgi/i, path);
  });

  it('takes nothing from the server but the names of its messages', () => {
    for (const { path, text } of client) {
      for (const [, from] of text.matchAll(/from '([^']*server\/src[^']*)'/g))
        assert.match(from ?? '', /server\/src\/lsp\/protocol\.ts$/, path);
    }
  });

  it('stays thin', () => {
    for (const { path, text } of client) assert.ok(text.split('\n').length <= 200, path);
  });
});
