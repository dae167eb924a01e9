import { djangoAnswersOf } from '../../project/dockerfile/django.ts';
import { insert } from '../../text/edit.ts';
import { resolve } from '../../text/uri.ts';
import { bakingCopies, placeOf } from '../reading/dockerfile/baked.ts';
import { defineRule, fix } from '../rule.ts';

/** Without it, a copy of everything copies everything. */
export default defineRule({
  id: 'dockerfile/dockerignore-missing',
  title: 'A .dockerignore says what the image does not need',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R38'],
  reads: 'dockerfile',
  *check(subject) {
    const { project, facts, uri } = subject;
    if (!project.complete) return;
    const copies = bakingCopies(subject);
    // What is copied by it already has a finding of its own.
    if (copies.some(({ files }) => files.some(({ named }) => !named))) return;
    const first = copies.find(({ whole }) => whole);
    if (!first?.context.ignoreKnown || first.context.ignore) return;
    // A guess at the folder is good enough where the project itself lies in it.
    if (first.context.by === 'place' && !project.list(first.context.folder).some(({ name }) => name === 'manage.py')) return;
    if (!djangoAnswersOf(project, facts).includes('yes')) return;
    yield {
      at: { uri, span: placeOf(first) },
      message:
        'There is no .dockerignore, so this copies everything: `.git` with its history, an `.env` with its secrets and a local database where there are some, and any change of them builds anew; write one',
      fixes: () => [
        fix('Make a .dockerignore for a Django project', false, resolve(first.context.folder, '.dockerignore'), insert(0, usual)),
      ],
    };
  },
});

/** What lies about in a Django project and is of no use in its image. */
const usual = `.git
.github
.env
.env.*
.venv
venv
**/__pycache__
**/*.pyc
*.sqlite3
node_modules
.idea
.vscode
`;
