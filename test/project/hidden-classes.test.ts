// Until Node 22, V8 makes a hidden class for each object that comes of a spread which fields are added to: `{ ...one, more }`, though not
// `{ more, ...one }`. Whoever reads such objects has to look for each field, so what is made anew with each keystroke must not be made so.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { workspaceFiles, workspaceSamples } from '../../scripts/bench/workspace.ts';
import { kindOf } from '../../server/src/languages/languages.ts';
import { deploymentsOf } from '../../server/src/project/deployment/deployments.ts';
import type { Project } from '../../server/src/project/project.ts';
import { createWorkspace } from '../../server/src/project/workspace.ts';
import type { Uri } from '../../server/src/text/uri.ts';
import { at, root, runner, write } from '../support/project.ts';

/** Whether two objects have the same hidden class: V8 tells it in a syntax of its own. */
const askV8 = (): ((one: object, other: object) => boolean) => {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return new Function('one', 'other', 'return %HaveSameMap(one, other)') as (one: object, other: object) => boolean;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
};

type Fields = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Objects at the same place in two versions that were made apart; what is worked out when it is read is left alone. */
function* pairs(one: unknown, other: unknown, path: string, depth: number): Generator<readonly [path: string, one: Fields, other: Fields]> {
  if (one === other || depth > 7) return;
  if (Array.isArray(one) && Array.isArray(other)) {
    for (let i = 0; i < Math.min(one.length, other.length, 20); i++) yield* pairs(one[i], other[i], `${path}[]`, depth + 1);
    return;
  }
  if (!isPlain(one) || !isPlain(other)) return;
  const keys = Object.keys(one);
  if (keys.join() === Object.keys(other).join()) yield [path, one, other];
  for (const key of keys) {
    const [mine, theirs] = [Object.getOwnPropertyDescriptor(one, key), Object.getOwnPropertyDescriptor(other, key)];
    if (mine && theirs && 'value' in mine && 'value' in theirs) yield* pairs(mine.value, theirs.value, `${path}.${key}`, depth + 1);
  }
}

/** What of a project is made anew while somebody types in a file. */
const madeAnew = (project: Project, uri: Uri): Fields => ({
  facts: project.file(uri)?.facts,
  deployments: deploymentsOf(project).flatMap((one) => [one, one.launch, one.command, one.server, one.environment, one.image]),
});

describe('objects that are made anew with each keystroke', () => {
  const sameClass = askV8();
  const files = [...workspaceFiles(1)];

  for (const { name, text, typed, places } of workspaceSamples())
    it(`share their hidden classes: ${name}`, () => {
      const workspace = createWorkspace();
      workspace.apply([
        { type: 'list', listing: { root, files: files.map(([path]) => at(path)), complete: true } },
        ...files.filter(([path, content]) => kindOf(at(path), content)).map(([path, content]) => write(path, content)),
      ]);
      const lines = text.split('\n');
      const line = typed[1] ?? '';
      const made: Fields[] = [];
      // Only what has run for some time is made in the way that lasts.
      for (let i = 0; i < 40; i++) {
        const place = (places[0] ?? 0) + 1;
        const now = [...lines.slice(0, place), line.slice(0, (i % line.length) + 1), ...lines.slice(place)].join('\n');
        const project = workspace.apply([write(name, now)]).project(at(name));
        assert.ok(project);
        runner.problems(project, at(name));
        made.push(madeAnew(project, at(name)));
      }
      const [before, last] = made.slice(-2);
      const all = [...pairs(before, last, 'made', 0)];
      const apart = all.filter(([, one, other]) => !sameClass(one, other)).map(([path]) => path);
      assert.ok(all.length > 3, `${all.length} objects were made anew`);
      assert.deepEqual([...new Set(apart)], []);
    });
});
