// The cases: every fault in the plain form and in others in turn, as whole small projects.
import { environment, type Fault, faults, good, type Settings } from './faults.ts';
import type { Form, Written } from './form.ts';
import { forms } from './forms.ts';
import { odd } from './odd.ts';
import { expression } from './python.ts';

/** A project whose settings are asked about. */
export interface Case {
  readonly id: string;
  readonly fault: Fault;
  readonly form: string;
  /** Files by path, `requirements.txt` with the Django among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly module: string;
  readonly env: Readonly<Record<string, string>>;
}

export const module = 'shop.settings.production';
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** What every project has beside its settings. */
const project = (version: string): Readonly<Record<string, string>> => ({
  'requirements.txt': `Django==${version}\nwhitenoise[brotli]==6.7.0\ngunicorn==23.0.0\n`,
  // Some rules speak of what runs in a container only.
  Dockerfile: text([
    'FROM python:3.12-slim',
    'WORKDIR /app',
    'COPY . .',
    'RUN pip install -r requirements.txt',
    'RUN python manage.py collectstatic --noinput',
    'CMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000"]',
  ]),
  'manage.py': text([
    'import os',
    'import sys',
    '',
    'if __name__ == "__main__":',
    `    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")`,
    '    from django.core.management import execute_from_command_line',
    '    execute_from_command_line(sys.argv)',
  ]),
  'shop/__init__.py': '',
  'shop/settings/__init__.py': '',
  'shop/urls.py': text([
    'from django.http import HttpResponse',
    'from django.urls import path',
    '',
    'urlpatterns = [path("", lambda request: HttpResponse("home"))]',
  ]),
  'shop/wsgi.py': text([
    'import os',
    'from django.core.wsgi import get_wsgi_application',
    '',
    `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")`,
    'application = get_wsgi_application()',
  ]),
  'pages/__init__.py': '',
  'assets/site.css': 'body { margin: 0 }\n',
});

/** The module that writes `target` in a form, and all else plainly above it. */
const moduleOf = (settings: Settings, target: string, { lines, imports = [] }: Written): readonly string[] => [
  'import os',
  'from pathlib import Path',
  ...imports.filter((line) => line !== 'import os'),
  '',
  'BASE_DIR = Path(__file__).resolve().parent.parent.parent',
  ...Object.entries(settings)
    .filter(([name]) => name !== target)
    .map(([name, value]) => `${name} = ${expression(value)}`),
  ...lines,
];

const besideOf = ({ beside = {} }: Written): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(beside).map(([name, lines]) => [
      `shop/settings/${name}`,
      text(['import os', 'from pathlib import Path', '', 'BASE_DIR = Path(__file__).resolve().parent.parent.parent', ...lines]),
    ]),
  );

const caseOf = (line: string, version: string, fault: Fault, form: Form): Case => {
  const settings: Settings = Object.fromEntries(
    Object.entries({ ...good(line), ...fault.change }).filter(([name]) => !(fault.without ?? []).includes(name)),
  );
  const value = settings[fault.target];
  if (value === undefined) throw new Error(`${fault.name} takes its own target away`);
  const written = form.write(fault.target, value);
  return {
    id: `${fault.name} / ${form.name}`,
    fault,
    form: form.name,
    module,
    env: { ...environment, ...written.env },
    files: {
      ...project(version),
      ...fault.files,
      ...besideOf(written),
      'shop/settings/production.py': text(moduleOf(settings, fault.target, written)),
    },
  };
};

/** How many forms each fault is written in, the plain one among them. */
const formsPerFault = 3;

/** The cases for one Django. Forms take turns, so that each meets several faults. */
export const cases = (line: string, version: string): readonly Case[] => {
  const [plain, ...others] = forms;
  if (!plain) return [];
  const used = new Map<Form, number>();
  return faults
    .filter((fault) => fault.lines?.includes(line) ?? true)
    .flatMap((fault) => {
      const value = fault.change[fault.target] ?? null;
      const fitting = others.filter((form) => form.fits(value));
      const turns = [...fitting].sort((a, b) => (used.get(a) ?? 0) - (used.get(b) ?? 0)).slice(0, formsPerFault - 1);
      for (const form of turns) used.set(form, (used.get(form) ?? 0) + 1);
      return [plain, ...turns].map((form) => caseOf(line, version, fault, form));
    });
};

/** The modules that no form covers; their fault is the one that is none. */
export const oddCases = (line: string, version: string): readonly Case[] => {
  const [sound] = faults;
  if (!sound) return [];
  return odd
    .filter((one) => one.lines?.includes(line) ?? true)
    .map(({ name, text: own, beside = {}, env = {} }) => ({
      id: name,
      fault: sound,
      form: name,
      module,
      env,
      files: {
        ...project(version),
        ...Object.fromEntries(Object.entries(beside).map(([file, lines]) => [`shop/settings/${file}`, lines])),
        'shop/settings/production.py': own,
      },
    }));
};

/** The case of a fault in the plain form. */
export const plainCase = (line: string, version: string, name: string): Case => {
  const fault = faults.find((one) => one.name === name);
  const plain = forms[0];
  if (!fault || !plain) throw new Error(`there is no fault ${name}`);
  return caseOf(line, version, fault, plain);
};
