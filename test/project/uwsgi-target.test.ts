import assert from 'node:assert/strict';
import { slashPath } from '../../server/src/text/uri.ts';
import { projectOf } from '../support/project.ts';

const target = (files: Readonly<Record<string, string>>) => {
  const { version, build } = projectOf(files).uwsgi;
  return `${version.state === 'known' ? version.value : version.state} ${build}`;
};
const image = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('the uWSGI of a project', () => {
  it('is the one that the Dockerfile pins for pip', () => {
    assert.equal(target({ Dockerfile: image('FROM python:3.12', 'RUN pip install uwsgi==2.0.28') }), '2.0.28 pip');
    assert.equal(target({ Dockerfile: image('FROM python:3.12', 'RUN pip install pyuwsgi==2.0.27.post1') }), '2.0.27 pip');
    assert.equal(target({ Dockerfile: image('FROM python:3.12', 'ARG V=2.0.26', 'RUN uv pip install "uwsgi==$V"') }), '2.0.26 pip');
    assert.equal(target({ Dockerfile: image('FROM python:3.12', 'RUN poetry add uwsgi@2.0.25') }), '2.0.25 pip');
  });

  it('is the one of the Debian or Ubuntu release that the image is built on', () => {
    const installed = (from: string) => target({ Dockerfile: image(`FROM ${from}`, 'RUN apt-get install -y uwsgi uwsgi-plugin-python3') });
    assert.deepEqual(
      ['debian:bookworm', 'debian:13-slim', 'python:3.9-bullseye', 'ubuntu:22.04', 'ubuntu:noble', 'debian', 'mine:1'].map(installed),
      ['2.0.21 debian', '2.0.28 debian', '2.0.19.1 debian', '2.0.20 debian', '2.0.24 debian', 'absent debian', 'absent debian'],
    );
  });

  it('comes from drydock.yaml before anything else', () => {
    assert.equal(
      target({ 'drydock.yaml': 'uwsgi-version: 2.0.30\n', Dockerfile: image('FROM python:3.12', 'RUN pip install uwsgi==2.0.28') }),
      '2.0.30 pip',
    );
    assert.equal(target({ 'drydock.yaml': 'uwsgi-build: debian\n', 'requirements.txt': 'uwsgi==2.0.28\n' }), '2.0.28 debian');
  });

  it('comes from a lock file before requirements, and from either when no Dockerfile pins it', () => {
    const unpinned = image('FROM python:3.12', 'RUN pip install uwsgi');
    assert.equal(target({ Dockerfile: unpinned, 'requirements.txt': 'uwsgi==2.0.27\n' }), '2.0.27 pip');
    assert.equal(
      target({
        'pyproject.toml': '[project]\ndependencies = ["uwsgi>=2"]\n',
        'uv.lock': '[[package]]\nname = "uwsgi"\nversion = "2.0.31"\n',
      }),
      '2.0.31 pip',
    );
    assert.equal(
      target({ 'requirements.txt': 'uwsgi==2.0.20\n', 'poetry.lock': '[[package]]\nname = "uwsgi"\nversion = "2.0.31"\n' }),
      '2.0.31 pip',
    );
  });

  it('is not known from a range', () => {
    assert.equal(target({ 'requirements.txt': 'uwsgi>=2.0.20\n' }), 'absent pip');
  });

  it('is not told from constraints, which install nothing', () => {
    assert.equal(target({ 'constraints.txt': 'uwsgi==2.0.20\n', 'requirements.txt': 'django\n' }), 'absent unknown');
  });

  it('is dynamic where files of one kind differ', () => {
    assert.equal(target({ 'requirements/dev.txt': 'uwsgi==2.0.20\n', 'requirements/prod.txt': 'uwsgi==2.0.28\n' }), 'dynamic pip');
    assert.equal(
      target({
        Dockerfile: image('FROM python:3', 'RUN pip install uwsgi==2.0.20'),
        'old.Dockerfile': image('FROM debian:12', 'RUN apt-get install uwsgi'),
      }),
      'dynamic unknown',
    );
    assert.equal(
      target({
        Dockerfile: image('FROM python:3', 'RUN pip install uwsgi==2.0.20'),
        'old.Dockerfile': image('FROM python:3', 'RUN pip install pyuwsgi==2.0.20'),
      }),
      '2.0.20 pip',
    );
  });

  it('is absent when nothing installs it', () => {
    assert.equal(
      target({ 'requirements.txt': 'django==5.2\n', Dockerfile: image('FROM python:3', 'RUN pip install gunicorn') }),
      'absent unknown',
    );
  });

  it('is not told from a template', () => {
    assert.equal(
      target({
        Dockerfile: image('FROM python:{{ cookiecutter.python }}', 'RUN pip install uwsgi==2.0.20'),
        'requirements.txt': 'uwsgi==2.0.1\n{% if x %}\n',
      }),
      'absent unknown',
    );
  });
});

describe('the container of a project', () => {
  const container = (files: Readonly<Record<string, string>>) => {
    const fact = projectOf(files).container;
    return fact.state === 'known' ? slashPath(fact.at.uri).slice('/project/'.length) : fact.state;
  };

  it('is the first Dockerfile that has Python in its image', () => {
    assert.equal(container({ Dockerfile: 'FROM python:3.12\n' }), 'Dockerfile');
    assert.equal(
      container({
        'nginx/Dockerfile': 'FROM nginx\nCOPY x /y\n',
        'web/Dockerfile': 'FROM mine\nCOPY . .\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n',
      }),
      'web/Dockerfile',
    );
    assert.equal(container({ Dockerfile: 'FROM ubuntu\nRUN apt-get install -y python3 uwsgi\n' }), 'Dockerfile');
  });

  it('is one on an image of the project’s own when the whole project is copied into it', () => {
    assert.equal(container({ Dockerfile: 'FROM registry.example/base\nCOPY . /app\nENTRYPOINT ["/entrypoint.sh"]\n' }), 'Dockerfile');
    assert.equal(container({ Dockerfile: 'FROM golang\nCOPY . /app\n' }), 'absent');
  });

  it('is not a Dockerfile for something else, and none for development', () => {
    assert.equal(container({ Dockerfile: 'FROM nginx\nRUN x\n' }), 'absent');
    assert.equal(container({ '.devcontainer/Dockerfile': 'FROM python:3\n' }), 'absent');
    assert.equal(container({ Dockerfile: 'FROM node\nRUN npm ci\nCMD ["node", "x.js"]\n' }), 'absent');
  });
});

describe('the distributions of a project', () => {
  it('are what its files and its images install, by normal name', () => {
    const { distributions } = projectOf({
      'requirements.txt': 'Django\n',
      'constraints.txt': 'other==1\n',
      Dockerfile: 'FROM python:3\nRUN apt-get install libpq5 && pip install My_App django\n',
      'uv.lock': '[[package]]\nname = "asgiref"\nversion = "3"\n',
    });
    assert.deepEqual([...distributions.names()], ['django', 'my-app', 'asgiref']);
    assert.match(distributions.get('django')?.uri ?? '', /requirements\.txt$/);
  });
});
