import assert from 'node:assert/strict';
import { djangoOf } from '../../../server/src/project/dockerfile/django.ts';
import { projectOf } from '../../support/project.ts';

type Files = Readonly<Record<string, string>>;
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
/** For each stage: the answer, and the signs. */
const answers = (files: Files) => {
  const project = projectOf(files);
  const facts = project.all.dockerfile[0]?.facts;
  assert.ok(facts);
  return facts.stages.map((stage) => {
    const { answer, signs } = djangoOf(project, facts, stage);
    return [answer, ...signs.map(({ what }) => what)].join(', ');
  });
};
const of = (...all: readonly string[]) => answers({ Dockerfile: lines(...all) }).at(-1);
const from = 'FROM python:3.13-slim-trixie';

describe('a stage is of a Django project', () => {
  it('when it runs manage.py or django-admin, or a stage below it does', () => {
    assert.equal(of(from, 'RUN python manage.py collectstatic --noinput'), 'yes, manage.py');
    assert.equal(of(from, 'RUN gosu app /venv/bin/python ./src/manage.py check'), 'yes, manage.py');
    assert.equal(of(from, 'CMD ["django-admin", "runserver"]'), 'yes, manage.py');
    assert.equal(of(from, 'CMD ["sh", "-c", "python manage.py migrate && gunicorn shop.wsgi"]'), 'yes, manage.py');
    assert.equal(of(`${from} AS base`, 'RUN ./manage.py check', 'FROM base'), 'yes, manage.py');
  });

  it('when it sets the settings module, in ENV, ARG or in front of a command', () => {
    assert.equal(of(from, 'ENV DJANGO_SETTINGS_MODULE=shop.settings'), 'yes, settings module');
    assert.equal(of(from, 'ARG DJANGO_SETTINGS_MODULE'), 'yes, settings module');
    assert.equal(of(from, 'RUN DJANGO_SETTINGS_MODULE=shop.settings python -c 1'), 'yes, settings module');
  });

  it('when it installs Django, or gets it from another stage', () => {
    assert.equal(of(from, 'RUN pip install django'), 'yes, django installed');
    const Dockerfile = lines(
      `${from} AS b`,
      'COPY requirements.txt /',
      'RUN python -m venv /v && /v/bin/pip install -r /requirements.txt',
      from,
      'COPY --from=b /v /v',
    );
    assert.deepEqual(answers({ Dockerfile, 'requirements.txt': 'djangorestframework\n' }), [
      'yes, django installed',
      'yes, django installed',
    ]);
  });

  it('when its server is pointed at a module that is made with Django', () => {
    const Dockerfile = lines('FROM registry.example.com/base', 'CMD ["gunicorn", "shop.wsgi:application"]');
    assert.deepEqual(answers({ Dockerfile, 'src/shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\n' }), [
      'yes, server target',
    ]);
    assert.deepEqual(answers({ Dockerfile, 'src/shop/wsgi.py': 'from flask import Flask\n' }), ['unknown']);
  });

  it('when the script in front of its server does one of these', () => {
    const Dockerfile = lines('FROM registry.example.com/base', 'COPY docker/start.sh /', 'CMD ["/start.sh"]');
    assert.deepEqual(answers({ Dockerfile, 'docker/start.sh': '#!/bin/sh\npython manage.py migrate\nexec gunicorn x\n' }), [
      'yes, manage.py',
    ]);
    const wsgi = { 'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\n' };
    assert.deepEqual(answers({ Dockerfile, 'docker/start.sh': '#!/bin/sh\nexec gunicorn shop.wsgi\n', ...wsgi }), ['yes, server target']);
  });

  it('when the folder of manage.py is copied into a Python image', () => {
    const copies = (...all: readonly string[]) => answers({ Dockerfile: lines(...all), 'src/manage.py': '' }).at(-1);
    assert.equal(copies(from, 'COPY src /app'), 'yes, manage.py copied');
    assert.equal(copies('FROM debian:trixie', 'COPY src /app', 'RUN apt-get install -y python3'), 'unknown, manage.py copied');
    assert.equal(copies('FROM amazon/aws-cli', 'COPY src /app'), 'unknown, manage.py copied');
    assert.equal(copies(from, 'COPY src/app /app'), 'unknown');
    const hidden = { Dockerfile: lines(from, 'COPY . /app'), 'manage.py': '', '.dockerignore': 'manage.py\n' };
    assert.deepEqual(answers(hidden), ['unknown']);
  });
});

describe('a stage is not of a Django project', () => {
  it('when its image is nginx, node or empty, though Django is beside it', () => {
    const Dockerfile = lines(
      'FROM node:22 AS front',
      'COPY . /app',
      `${from} AS app`,
      'COPY . /app',
      'RUN pip install django',
      'FROM nginx:1.29',
      'COPY --from=app /app/static /static',
    );
    assert.deepEqual(answers({ Dockerfile, 'manage.py': '' }), [
      'no, image of something else, manage.py copied',
      'yes, django installed, manage.py copied',
      'no, image of something else',
    ]);
  });

  it('unless Python is put into it', () => {
    assert.equal(of('FROM node:22-alpine', 'RUN apk add python3 py3-pip && pip install django'), 'yes, django installed');
  });

  it('when all it installs is known and Django is not in it', () => {
    assert.equal(of(from, 'RUN pip install flask gunicorn'), 'no, other framework');
    const Dockerfile = lines(from, 'COPY requirements.txt /', 'RUN pip install -r /requirements.txt');
    assert.deepEqual(answers({ Dockerfile, 'requirements.txt': 'requests\n' }), ['no, no django installed']);
    assert.deepEqual(answers({ Dockerfile, 'requirements.txt': 'fastapi\n', 'manage.py': '' }), ['no, other framework']);
    assert.deepEqual(answers({ Dockerfile }), ['unknown']);
  });
});
