// A Django project made by Django itself, with a page, a stylesheet, an upload folder and a translation.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Runs a program; gives what it printed, and throws with all of it when it failed. */
export const run = (program: string, words: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): string => {
  const done = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 2 ** 26, ...options });
  if (done.status !== 0) throw new Error(`${program} ${words.join(' ')}: ${done.error ?? ''}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
};

/** A Python environment with distributions, made once and kept in a folder. */
export const environment = (folder: string, python: string, distributions: readonly string[]): string => {
  const stamp = join(folder, 'made-with');
  const wanted = [python, ...distributions].join('\n');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    run(python, ['-m', 'venv', '--clear', folder]);
    run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...distributions]);
    writeFileSync(stamp, wanted);
  }
  return join(folder, 'bin');
};

const page = `<!doctype html>
{% load static %}
<html><head><link rel="stylesheet" href="{% static 'pages/site.css' %}"></head><body>It serves.</body></html>
`;

/** The project `shop`, below `folder`, in a subfolder when `django` names one: what \`startproject\` makes, and one page. */
export const makeProject = (folder: string, bin: string, django: string): void => {
  const at = join(folder, django);
  mkdirSync(at, { recursive: true });
  run(join(bin, 'django-admin'), ['startproject', 'shop', at]);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), text);
  };
  write('pages/__init__.py', '');
  write('pages/templates/pages/home.html', page);
  write(
    'pages/static/pages/site.css',
    Array.from({ length: 400 }, (_, i) => `.c${i} { margin: ${i}px; color: #00${100 + i}; }`).join('\n'),
  );
  write('pages/views.py', 'from django.shortcuts import render\n\n\ndef home(request):\n    return render(request, "pages/home.html")\n');
  const change = (path: string, ...changes: readonly (readonly [string, string])[]) => {
    let text = readFileSync(join(at, path), 'utf8');
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      text = text.replace(from, to);
    }
    writeFileSync(join(at, path), text);
  };
  change('shop/settings.py', ["    'django.contrib.staticfiles',\n", "    'django.contrib.staticfiles',\n    'pages',\n"]);
  change(
    'shop/urls.py',
    ['from django.urls import path\n', 'from django.urls import path\n\nfrom pages.views import home\n'],
    ['urlpatterns = [\n', "urlpatterns = [\n    path('', home),\n"],
  );
};
