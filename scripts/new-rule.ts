// Makes the three files of a rule: `npm run new-rule uwsgi/listen-default`.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { areas } from './generate/register.ts';

const root = join(fileURLToPath(import.meta.url), '../..');
const id = process.argv[2] ?? '';
const [area, slug] = id.split('/');

if (!area || !slug || !/^[a-z][a-z0-9-]*$/.test(slug) || !(areas as readonly string[]).includes(area)) {
  console.error(`Name the rule as area/slug; the areas are ${areas.join(', ')}.`);
  process.exit(2);
}

const reads =
  area === 'compose' || area === 'kubernetes' || area === 'dockerfile' || area === 'settings' || area === 'uwsgi' ? area : 'project';
const files: Readonly<Record<string, string>> = {
  [`server/src/rules/${id}.ts`]: `import { defineRule } from '../rule.ts';

/** One sentence: what goes wrong. */
export default defineRule({
  id: '${id}',
  title: 'State the good in a few words',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: '${reads}',
  *check() {},
});
`,
  [`docs/rules/${id}.md`]: `# State the good in a few words

<!-- generated -->
<!-- /generated -->

## Why

Two short paragraphs, then the source.

Source:

## Reported

## Fixed
`,
  [`test/rules/${id}.md`]: '# What must not be reported\n',
};

for (const path of Object.keys(files)) {
  if (existsSync(join(root, path))) {
    console.error(`${path} is there already; nothing was written.`);
    process.exit(2);
  }
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(path);
}
console.log('Now fill them in, then run `npm run generate` and `npx mocha test/rules/cases.test.ts`.');
