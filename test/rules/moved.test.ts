// What was found out about a deployment is kept while its image merely moves in its file. Lines in front of it, and stages it has
// nothing to do with, must leave the findings and fixes of a fresh start.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from '../../server/src/languages/languages.ts';
import { readCases, wholeProject } from '../support/case.ts';
import { at } from '../support/project.ts';
import { assertFresh, findings, opened, put } from '../support/reopened.ts';

const home = join(import.meta.dirname, '../..');
const others = 'FROM busybox:1.37 AS drydock-more\nRUN mkdir -p /srv/static\n';

/** One Dockerfile, typed in at places that are none of the last stage's. */
const edits: readonly ((text: string) => string)[] = [
  (text) => text.replace(/^FROM /m, '# moved\nFROM '),
  (text) => beforeLast(text, `${others}\n`),
  (text) => text.replace(others, `${others}COPY . /srv/app\nCOPY start.sh /entrypoint.sh\n`),
  (text) => text.replace('COPY start.sh /entrypoint.sh\n', 'ENV DJANGO_SETTINGS_MODULE=drydock.settings PORT=9999\nEXPOSE 9999\n'),
  // What images of proxies take from the others is no longer there.
  (text) => text.replaceAll(/^(COPY --from=\S+ (?:--\S+ )*\S+?)\/? (?=\S)/gm, '$1-gone '),
  // The other stages each get a line of their own at their end.
  (text) => text.replaceAll(/(?<=[^\n]\n)\n*(?=FROM )/g, 'RUN python manage.py collectstatic --noinput\n\n'),
];

const beforeLast = (text: string, stage: string): string => {
  const last = [...text.matchAll(/^FROM /gm)].at(-1)?.index ?? 0;
  return text.slice(0, last) + stage + text.slice(last);
};

/** The projects of all cases of rules across files that have a Dockerfile, each once. */
const samples = new Map<string, { readonly where: string; readonly files: ReadonlyMap<string, string> }>();
for (const area of ['project', 'kubernetes', 'compose', 'settings', 'uwsgi']) {
  for (const folder of [`docs/rules/${area}`, `test/rules/${area}`]) {
    for (const name of readdirSync(join(home, folder)).filter((one) => one.endsWith('.md'))) {
      for (const { title, files: own } of readCases(join(home, folder, name))) {
        const files = wholeProject(Object.fromEntries(own.map(({ path, text }) => [path, text])), `${area}/${name}`);
        if (!Object.entries(files).some(([path, text]) => kindOf(at(path), text) === 'dockerfile')) continue;
        samples.set(JSON.stringify(files), { where: `${folder}/${name}: ${title}`, files: new Map(Object.entries(files)) });
      }
    }
  }
}

describe('findings about an image that moves in its file', () => {
  it('are, with their fixes, those of a fresh start in every case of rules across files', function () {
    this.timeout(300_000);
    let told = 0;
    for (const { where, files: first } of samples.values()) {
      const files = new Map(first);
      const workspace = opened(files);
      for (const problems of findings(workspace, files.keys()).values()) told += problems.length;
      let version = 0;
      for (const edit of edits) {
        for (const [path, text] of files) {
          if (kindOf(at(path), text) !== 'dockerfile') continue;
          const next = edit(text);
          if (next === text) continue;
          files.set(path, next);
          workspace.apply([put(path, next, ++version)]);
        }
        assertFresh(findings(workspace, files.keys()), files, `edit ${edits.indexOf(edit)} of ${where}`);
      }
    }
    assert.ok(samples.size > 300 && told > samples.size, `${samples.size} projects, ${told} findings`);
  });
});
