// After any edits settings are what they would be had they been read at once.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { djangoProjects } from '../../../server/src/project/settings/django.ts';
import type { SettingsView } from '../../../server/src/project/settings/view.ts';
import { createWorkspace, type Workspace } from '../../../server/src/project/workspace.ts';
import { at, root } from '../../support/project.ts';
import { shownValue } from '../../support/shown-value.ts';

const start: Readonly<Record<string, string>> = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.prod")\n',
  'shop/settings/base.py':
    'import os\nA = ["a", "b"]\nB = {"k": 1}\nDEBUG = os.environ.get("DEBUG") == "1"\nif DEBUG:\n    A += ["d"]\nelse:\n    C = (1, 2)\n',
  'shop/settings/middle.py': 'from .base import *\nA.append("m")\nB["m"] = A\n',
  'shop/settings/prod.py': 'from .middle import *\nfrom .base import B as E\nA.insert(0, "p")\nD = [*A, "x" "y"]\n',
};
const names = ['shop/settings/base.py', 'shop/settings/middle.py', 'shop/settings/prod.py'];

const fill = (files: Readonly<Record<string, string>>): Workspace => {
  const workspace = createWorkspace();
  workspace.apply([
    { type: 'list', listing: { root, files: Object.keys(files).map(at), complete: true } },
    ...Object.entries(files).map(([name, text]) => ({
      type: 'write' as const,
      file: { uri: at(name), kind: 'python' as const, version: 1, text },
    })),
  ]);
  return workspace;
};

const said = (view: SettingsView | undefined): unknown =>
  view && {
    open: view.open.map(({ why, at: place }) => [why, place]),
    names: view.names().map((name) => {
      const found = view.get(name) ?? assert.fail();
      return [name, shownValue(found.value), found.certain, found.value.at, found.changes.map(({ by, statement }) => [by, statement])];
    }),
  };

/** All that is seen of the settings, places included. */
const seen = (workspace: Workspace): unknown =>
  djangoProjects(workspace.now.projects()[0] ?? assert.fail()).map((one) => [said(one.production), said(one.development)]);

describe('settings while somebody types', () => {
  it('are the same as settings that are read at once', () => {
    const piece = fc.constantFrom(
      '',
      '\n',
      '    ',
      '[',
      ']',
      '"',
      '#',
      'A',
      ' = ',
      '"z",',
      'B = 2\n',
      'if DEBUG:\n',
      'from .base import *\n',
      'del A\n',
      '+= ["q"]\n',
    );
    const edit = fc.tuple(fc.constantFrom(...names), fc.nat({ max: 160 }), fc.nat({ max: 12 }), piece);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const files: Record<string, string> = { ...start };
        const typed = fill(files);
        for (const [name, from, length, inserted] of edits) {
          const before = files[name] ?? '';
          const text = before.slice(0, from) + inserted + before.slice(from + length);
          files[name] = text;
          typed.apply([{ type: 'write', file: { uri: at(name), kind: 'python', version: 2, text } }]);
          seen(typed);
        }
        assert.deepEqual(seen(typed), seen(fill(files)));
      }),
      { numRuns: 60 },
    );
  });
});
