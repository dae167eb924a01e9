// What was found out about a stage is kept through edits in instructions that it does not follow from. Every instruction of every case
// is taken out and put back, and lines of all kinds are put in between: what is told must be that of a fresh start, fixes included.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from '../../server/src/languages/languages.ts';
import type { Uri } from '../../server/src/text/uri.ts';
import { readCases, wholeProject } from '../support/case.ts';
import { at } from '../support/project.ts';
import { assertFresh, findings, opened, put } from '../support/reopened.ts';
import { typedLines } from '../support/typed-lines.ts';

const home = join(import.meta.dirname, '../..');

/** The projects of all cases that have a Dockerfile, each once. */
const samples = new Map<string, { readonly where: string; readonly files: ReadonlyMap<string, string> }>();
for (const folder of ['docs/rules', 'test/rules']) {
  for (const name of (readdirSync(join(home, folder), { recursive: true }) as string[]).filter((one) => /\w\/.*\.md$/.test(one))) {
    for (const { title, files: own } of readCases(join(home, folder, name))) {
      const files = wholeProject(Object.fromEntries(own.map(({ path, text }) => [path, text])), name);
      if (!Object.entries(files).some(([path, text]) => kindOf(at(path), text) === 'dockerfile')) continue;
      samples.set(JSON.stringify(files), { where: `${folder}/${name}: ${title}`, files: new Map(Object.entries(files)) });
    }
  }
}

type Workspace = ReturnType<typeof opened>;
const stagesIn = (workspace: Workspace, uri: Uri) =>
  workspace.now.project(uri)?.all.dockerfile.find(({ facts }) => facts.uri === uri)?.facts.stages;

describe('findings about a stage that is typed in', () => {
  it('are, with their fixes, those of a fresh start in every case', function () {
    this.timeout(600_000);
    let next = 0;
    for (const { where, files } of samples.values()) {
      const workspace = opened(files);
      findings(workspace, files.keys());
      let version = 0;
      for (const [path, text] of files) {
        if (kindOf(at(path), text) !== 'dockerfile') continue;
        const type = (now: string, what: string) => {
          workspace.apply([put(path, now, ++version)]);
          assertFresh(findings(workspace, files.keys()), new Map([...files, [path, now]]), `${what} in ${where}`);
        };
        let gone = text;
        for (const { instructions } of stagesIn(workspace, at(path)) ?? []) {
          for (const { span } of instructions.slice(1)) {
            const line = typedLines[next++ % typedLines.length] ?? '';
            gone = text.slice(0, span.from) + text.slice(span.to);
            type(gone, `without ${text.slice(span.from, span.to)}`);
            // The one or the other, in turns.
            const [rest, how] = next % 2 === 0 ? [span.to, 'instead'] : [span.from, 'in front'];
            type(`${text.slice(0, span.from)}${line}\n${text.slice(rest)}`, `with ${line} ${how}`);
          }
        }
        // An editor may say what it has said already.
        for (const once of [text, gone, gone, text]) type(once, `once more ${JSON.stringify(once)}`);
      }
    }
    assert.ok(samples.size > 1000, `${samples.size} projects`);
  });
});
