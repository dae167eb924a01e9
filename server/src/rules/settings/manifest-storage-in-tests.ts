import { unknown } from '../../languages/maybe.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { textOf, truth } from '../../project/settings/ask.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import type { Location } from '../../text/span.ts';
import { baseName, type Uri } from '../../text/uri.ts';
import { appended } from '../reading/appended.ts';
import { storageInForce } from '../reading/storage.ts';
import { defineRule, type Finding } from '../rule.ts';

const plain = 'django.contrib.staticfiles.storage.StaticFilesStorage';

/** Whether something may collect files before tests run, or give the tests another storage. */
const isArranged = ({ all, root, list, file }: Project): boolean => {
  if ([...all.ci, ...all.makefile, ...all.shell, ...all.npm].some(({ parsed }) => parsed.file.text.includes('collectstatic'))) return true;
  const conftests = all.python.filter(({ parsed }) => baseName(parsed.file.uri) === 'conftest.py');
  if (conftests.some(({ parsed }) => /STORAGE/.test(parsed.file.text))) return true;
  return list(root).some(({ name }) => name === 'conftest.py' && file(`${root}/${name}` as Uri) === undefined);
};

/** The place in a test module where the storage comes in: the star import, where the value is another file's. */
const placeIn = (project: Project, uri: Uri, value: Location): Location => {
  const text = value.uri === uri ? undefined : parsedAt(project, uri, 'python')?.file.text;
  const found = text === undefined ? null : /^from[ \t]+[\w.]+[ \t]+import[ \t]*\*/m.exec(text);
  return found ? { uri, span: { from: found.index, to: found.index + found[0].length } } : value;
};

/** Tests collect nothing, so a storage that looks names up in a manifest finds none. */
export default defineRule({
  id: 'settings/manifest-storage-in-tests',
  title: 'Tests do without the manifest of static files',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ226'],
  reads: 'project',
  *check(project, knowledge) {
    if (!project.complete || isArranged(project)) return;
    for (const django of djangoProjects(project)) {
      for (const module of django.modules) {
        // The test runner switches DEBUG off, as production does.
        const view = module.for === 'test' ? django.view(module, 'production') : undefined;
        const storage = view && storageInForce(django, view, 'staticfiles');
        const text = storage === undefined || storage === unknown ? undefined : textOf(storage);
        if (!view || !storage || storage === unknown || text === undefined || knowledge.find('storage', text)?.hashes !== true) continue;
        const strict = view.get('WHITENOISE_MANIFEST_STRICT');
        if (strict && truth(strict.value) !== true) continue;
        const finding: Finding = {
          at: placeIn(project, view.uri, storage.at),
          message:
            'Tests run with a storage that looks static files up in a manifest, and nothing is collected for them: each page with `{% static %}` ends with "Missing staticfiles manifest entry"; name a plain storage for tests',
          ...(storage.at.uri === view.uri ? {} : { related: [{ at: storage.at, message: 'The storage is named here' }] }),
          fixes: () =>
            appended(project, view, 'Name a plain storage', ({ quote: q, indent }) =>
              view.get('STORAGES')
                ? ['STORAGES = {', `${indent}**STORAGES,`, `${indent}${q}staticfiles${q}: {${q}BACKEND${q}: ${q}${plain}${q}},`, '}']
                : [`STATICFILES_STORAGE = ${q}${plain}${q}`],
            ),
        };
        yield finding;
      }
    }
  },
});
