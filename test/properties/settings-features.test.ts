// Whatever stands in a settings module, half-typed or broken: nothing throws, and what is answered lies in the text.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../server/src/features/complete.ts';
import { definition } from '../../server/src/features/definition.ts';
import { hints } from '../../server/src/features/hints.ts';
import { hover } from '../../server/src/features/hover.ts';
import { references } from '../../server/src/features/references.ts';
import type { Span } from '../../server/src/text/span.ts';
import { placeIn } from '../support/ask.ts';

const parts =
  'MIDDLEWARE |INSTALLED_APPS |STORAGES |DATABASES["default"] |STATIC_ROOT |DEBUG |= |+= |== |[|]|{|}|(|)|"|\'|"""|, |: |"BACKEND": |"default": |"django.middleware.security.SecurityMiddleware"|env("|os.environ["|.append(|.insert(0, |BASE_DIR / |*|**|f"|# note|\n|\n    |\r\n|\\\n|if DEBUG:|else:|for x in |class Prod(Base):|from .base import *|import os|lambda: |not |None|True|1|é|😀'.split(
    '|',
  );
const manage =
  'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nfrom django.core.management import execute_from_command_line\n';
const others = { 'manage.py': manage, 'requirements.txt': 'Django==5.2\nwhitenoise==6.9.0\n', 'shop/__init__.py': '' };

describe('features of any settings module', () => {
  it('answer within the text, or not at all', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), fc.nat({ max: 400 }), (words, n) => {
        const text = `SECRET_KEY = "x"\n${words.join('')}`;
        const offset = Math.min(n, text.length);
        const place = placeIn('shop/settings.py', `${text.slice(0, offset)}<cursor>${text.slice(offset)}`, others, { inlayHints: true });
        const inside = ({ from, to }: Span, what: string) =>
          assert.ok(0 <= from && from <= to && to <= text.length, `${what}: ${from} to ${to}`);
        for (const item of complete(place)) {
          inside(item.replace, item.label);
          assert.ok(item.replace.from <= offset && offset <= item.replace.to, `${item.label} does not touch the caret`);
        }
        const found = hover(place);
        if (found) inside(found.span, 'hover');
        for (const { uri, span } of [...definition(place), ...references(place, true)])
          if (uri === place.parsed.file.uri) inside(span, 'place');
        for (const { at } of hints(place)) inside({ from: at, to: at }, 'hint');
      }),
      { numRuns: 300 },
    );
  });
});
