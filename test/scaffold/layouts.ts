// Projects as people lay them out, scaffolded with every answer that they give themselves.
import assert from 'node:assert/strict';
import { djangoProjects } from '../../server/src/project/settings/django.ts';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { completed, detect } from '../../server/src/scaffold/detect.ts';
import { planScaffold } from '../../server/src/scaffold/scaffold.ts';
import { knowledge, projectOf } from '../support/project.ts';
import { environmentHead as head } from '../support/settings.ts';

export type Files = Readonly<Record<string, string>>;

export const manage = (settings: string): string =>
  `import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')\n`;
export const wsgi = (settings: string): string =>
  `import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')\napplication = get_wsgi_application()\n`;
export const shop = (settings = '', more: Files = {}): Files => ({
  'manage.py': manage('shop.settings'),
  'shop/__init__.py': '',
  'shop/settings.py': head + settings,
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/asgi.py': 'application = None\n',
  'requirements.txt': 'django==6.1.3\n',
  ...more,
});
export const without = (files: Files, ...names: readonly string[]): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));

export interface Made {
  readonly files: Files;
  readonly notes: readonly string[];
  readonly answers: Answers;
}
export const scaffolded = (files: Files, more: Partial<Answers> = {}): Made => {
  const project = projectOf(files);
  const [django] = djangoProjects(project);
  assert.ok(django);
  const detection = detect(project, django, knowledge);
  const detected = Object.fromEntries(Object.entries(detection).map(([name, { value }]) => [name, value])) as unknown as Answers;
  const answers = { ...detected, ...more };
  const plan = planScaffold(project, django, completed(project, django, answers, knowledge), 'all', (path) => files[path], new Set());
  assert.ok('files' in plan);
  return { files: Object.fromEntries(plan.files.map(({ path, after }) => [path, after])), notes: plan.notes, answers };
};
export const dockerfile = (files: Files): string => scaffolded(files).files['Dockerfile'] ?? '';
export const command = (text: string): string => /^CMD \["[\w-]+", "([^"]+)"/m.exec(text)?.[1] ?? '';
export const has = (text: string | undefined, line: string): void => assert.ok(text?.includes(line), `no ${line} in:\n${text}`);
