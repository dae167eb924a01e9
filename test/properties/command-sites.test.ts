// What must hold for any file that starts programs: nothing throws, and places lie in the text, wherever the caret is.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../server/src/features/complete.ts';
import { definition } from '../../server/src/features/definition.ts';
import { highlights } from '../../server/src/features/highlights.ts';
import { hover } from '../../server/src/features/hover.ts';
import { links } from '../../server/src/features/links.ts';
import { references } from '../../server/src/features/references.ts';
import { rename } from '../../server/src/features/rename.ts';
import { at, knowledge, snapshotOf } from '../support/project.ts';

const heads: Readonly<Record<string, string>> = {
  'compose.yaml': 'services:\n  web:\n    command: ',
  'k8s.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          command: ',
  'compose.prod.yaml': 'services:\n  db:\n    image: a\n  web:\n    depends_on: ',
  'pods.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - envFrom: ',
  Procfile: 'web: ',
  'supervisord.conf': '[supervisord]\n[program:web]\ncommand=',
  'web.service': '[Unit]\n[Service]\nExecStart=',
  'entrypoint.sh': '#!/bin/sh\n',
  '.env': 'A=1\n',
};
const piece = fc.constantFrom(
  ...'gunicorn |uvicorn |--bind |--bind=|-k|python manage.py |sh -c |exec |GUNICORN_CMD_ARGS=|DJANGO_SETTINGS_MODULE=|PYTHON|export |pip install '.split(
    '|',
  ),
  ...'db|db:5|- configMapRef: {name: |\n    volumes: [data:/x, |\n    networks:\n      |service:web|\nvolumes:\n  data:\n|secret: {secretName: "b"}'.split(
    '|',
  ),
  ...' |\n|\r\n|\t|      |\\\n|"|\'|[|]|,|: |- |>|\\||&x|*x|<<: *x|$A|${A:-b}|%(ENV_X)s|%i|#|;|&&|\n    environment:\n|\n      A: b\n|\n      - |environment=|Environment="'.split(
    '|',
  ),
);

describe('any file that starts programs', () => {
  for (const [path, head] of Object.entries(heads)) {
    it(`is answered about wherever the caret is: ${path}`, () => {
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 25 }), fc.nat({ max: 300 }), (pieces, where) => {
          const text = head + pieces.join('');
          const uri = at(path);
          const snapshot = snapshotOf({ [path]: text, 'shop/__init__.py': '', 'shop/wsgi.py': '' });
          const project = snapshot.project(uri);
          const parsed = snapshot.parsed(uri);
          assert.ok(project && parsed);
          const offset = Math.min(where, text.length);
          const place = { project, parsed, knowledge, offset };
          const found = hover(place);
          const spans = [...complete(place).map(({ replace }) => replace), ...(found ? [found.span] : [])];
          for (const item of complete(place)) assert.ok(item.replace.from <= offset, `${item.label} begins behind the caret`);
          for (const { uri: other, span } of [...definition(place), ...references(place, true)]) if (other === uri) spans.push(span);
          spans.push(...highlights(place).map(({ span }) => span), ...links(project, parsed).map(({ span }) => span));
          for (const edit of rename(place, 'n').get(uri) ?? []) spans.push(edit.span);
          for (const { from, to } of spans) assert.ok(from >= 0 && from <= to && to <= text.length, `${from}-${to} of ${text.length}`);
        }),
        { numRuns: 150 },
      );
    });
  }
});
