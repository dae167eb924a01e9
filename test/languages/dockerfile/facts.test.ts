import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentsOf, targetOf } from '../../../server/src/languages/dockerfile/environments.ts';
import { filesOf, ownerOf } from '../../../server/src/languages/dockerfile/files.ts';
import { dockerfile } from '../../../server/src/languages/dockerfile/index.ts';
import { installsOf } from '../../../server/src/languages/dockerfile/installs.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

const parsedOf = (text: string) => dockerfile.parse({ uri: uriOfPath('/project/Dockerfile'), kind: 'dockerfile', version: 1, text });
const factsOf = (...lines: readonly string[]) => dockerfile.facts(parsedOf(lines.join('\n')));
const finalOf = (...lines: readonly string[]) => factsOf(...lines).final ?? assert.fail('no stage');

describe('the facts of a Dockerfile', () => {
  it('name stages and resolve their images through ARG defaults', () => {
    const { stages, globals } = factsOf(
      'ARG V=3.12',
      'ARG BASE=python:${V}-slim',
      'FROM ${BASE}-bookworm AS Build',
      'FROM build',
      'FROM ${NOWHERE}',
      'FROM x:${T:-1}',
    );
    assert.deepEqual(
      stages.map(({ name, image, parent }) => [name, image.text, image.known, parent?.index]),
      [
        ['build', 'python:3.12-slim-bookworm', true, undefined],
        [undefined, 'build', true, 0],
        [undefined, '${NOWHERE}', false, undefined],
        [undefined, 'x:1', true, undefined],
      ],
    );
    assert.deepEqual(
      globals.map(({ name, value }) => [name, value?.text]),
      [
        ['V', '3.12'],
        ['BASE', 'python:3.12-slim'],
      ],
    );
  });

  it('tell what a base image is made of by its name', () => {
    const base = (image: string) => {
      const read = finalOf(`FROM ${image}`).base;
      return [read?.family, read?.system, read?.release, read?.python];
    };
    assert.deepEqual(base('python:3.12-slim-bookworm'), ['python', 'debian', 'bookworm', '3.12']);
    assert.deepEqual(base('docker.io/library/python:3.13.1-alpine3.22@sha256:0'), ['python', 'alpine', '3.22', '3.13']);
    assert.deepEqual(base('python:3.12'), ['python', 'debian', undefined, '3.12']);
    assert.deepEqual(base('python'), ['python', 'debian', undefined, undefined]);
    assert.deepEqual(base('debian:12.5-slim'), ['debian', 'debian', 'bookworm', undefined]);
    assert.deepEqual(base('ubuntu:22.04'), ['ubuntu', 'ubuntu', 'jammy', undefined]);
    assert.deepEqual(base('ghcr.io/astral-sh/uv:0.5-python3.12-bookworm-slim'), ['uv', 'debian', 'bookworm', '3.12']);
    assert.deepEqual(base('localhost:5000/python:3.12'), ['other', undefined, undefined, undefined]);
    assert.deepEqual(base('gcr.io/distroless/python3-debian12'), ['distroless', 'debian', 'bookworm', undefined]);
    assert.deepEqual(base('scratch'), ['scratch', 'other', undefined, undefined]);
  });

  it('hand down what a stage sets to the stages built on it, and not to others', () => {
    const { stages } = factsOf(
      'FROM a AS one',
      'ENV A=1',
      'USER app',
      'WORKDIR /srv',
      'CMD ["x"]',
      'FROM one AS two',
      'WORKDIR app',
      'FROM b',
    );
    assert.deepEqual(
      stages.map(({ user, workdir, cmd, environment }) => [user?.text, workdir?.text, cmd?.words[0]?.text, environment.get('A')?.value]),
      [
        ['app', '/srv', 'x', '1'],
        ['app', '/srv/app', 'x', '1'],
        [undefined, undefined, undefined, undefined],
      ],
    );
  });

  it('let an ENV see the values from before its own line', () => {
    const { environment } = finalOf('FROM a', 'ENV A=1', 'ENV A=2 B=$A C="${D:-d} $$"', "ENV E='$A'");
    assert.deepEqual(
      ['A', 'B', 'C', 'E'].map((name) => environment.get(name)?.value),
      ['2', '1', 'd ', '$A'],
    );
  });

  it('know that ARG without a value is decided by the build, and that ENV beats ARG', () => {
    const { environment } = finalOf('ARG G=9', 'FROM a', 'ARG X', 'ARG Y=1', 'ENV Z=$X$Y', 'ENV Y=2', 'ARG Y=3', 'ARG G');
    assert.deepEqual(
      ['X', 'Z', 'Y', 'G'].map((name) => environment.get(name)?.value),
      [undefined, undefined, '2', '9'],
    );
  });

  it('keep user, folder and variables for each instruction', () => {
    const { steps } = finalOf('FROM a', 'RUN one', 'USER u', 'WORKDIR /w', 'ENV A=1', 'RUN two');
    const last = steps.at(-1);
    assert.deepEqual([last?.user?.text, last?.workdir?.text, last?.environment.get('A')?.value], ['u', '/w', '1']);
    assert.equal(steps[0]?.user, undefined);
  });

  it('list what each stage installs, with its place', () => {
    const text =
      'FROM python:3.12 AS b\nENV V=2.0.28\nRUN apt-get update \\\n  # why\n  && apt-get install -y \\\n    gcc \\\n    uwsgi-core\nRUN <<EOF\npip install "uwsgi==${V}"\nEOF\n';
    const installs = dockerfile.facts(parsedOf(text)).stages.flatMap(installsOf);
    assert.deepEqual(
      installs.map(({ tool, name, version, span, stage }) => [tool, name, version, text.slice(span.from, span.to), stage.name]),
      [
        ['apt', 'gcc', undefined, 'gcc', 'b'],
        ['apt', 'uwsgi-core', undefined, 'uwsgi-core', 'b'],
        ['pip', 'uwsgi', '2.0.28', '"uwsgi==${V}"', 'b'],
      ],
    );
  });

  it('read package lists from variables, even of several lines', () => {
    const stage = finalOf('FROM a', 'ENV DEPS="gcc \\', '  make"', 'RUN apt-get install -y $DEPS');
    assert.deepEqual(
      installsOf(stage).map(({ name }) => name),
      ['gcc', 'make'],
    );
  });

  it('do not take a script in another language for shell', () => {
    const { runs } = finalOf(
      'FROM a',
      'RUN <<EOF',
      '#!/usr/bin/env python3',
      'import x; pip install y',
      'EOF',
      'RUN <<EOF',
      '#!/bin/bash',
      'pip install z',
      'EOF',
    );
    assert.deepEqual(
      runs.map(({ command }) => command.words.map(({ text }) => text).join(' ')),
      ['pip install z'],
    );
  });

  it('know what is copied, from where and where to', () => {
    const { copies } = finalOf(
      'FROM a AS b',
      'FROM c',
      'COPY --from=b --chown=app:app /x "/y" /z/',
      'COPY --from=0 ["a b", "/c"]',
      'ADD <<EOF /etc/x',
      'hi',
      'EOF',
      'COPY --from=nginx:1 /n /n',
    );
    assert.deepEqual(
      copies.map(({ by, sources, destination, from, stage, owner }) => [
        by,
        sources.map(({ text }) => text),
        destination?.text,
        from?.text,
        stage?.name,
        owner,
      ]),
      [
        ['COPY', ['/x', '/y'], '/z/', 'b', 'b', 'app:app'],
        ['COPY', ['a b'], '/c', '0', 'b', undefined],
        ['ADD', [], '/etc/x', undefined, undefined, undefined],
        ['COPY', ['/n'], '/n', 'nginx:1', undefined, undefined],
      ],
    );
  });

  it('keep the last CMD, and drop the inherited one where an ENTRYPOINT is set', () => {
    const { stages } = factsOf(
      'FROM a AS b',
      'CMD one',
      'CMD ["two", "x"]',
      'FROM b',
      'ENTRYPOINT ["e"]',
      'FROM b',
      'ENTRYPOINT e',
      'CMD ["three"]',
    );
    assert.deepEqual(
      stages.map(({ entrypoint, cmd }) => [entrypoint?.form, cmd?.words.map(({ text }) => text)]),
      [
        [undefined, ['two', 'x']],
        ['exec', undefined],
        ['shell', ['three']],
      ],
    );
  });

  it('read the shell line inside an exec form, with its places', () => {
    const text = 'FROM a\nCMD ["sh", "-c", "python manage.py migrate && exec gunicorn \\"a b\\" x"]\n';
    const { cmd } = dockerfile.facts(parsedOf(text)).final ?? assert.fail();
    assert.deepEqual(
      cmd?.commands.map(({ words }) => words.map(({ text: word }) => word)),
      [
        ['python', 'manage.py', 'migrate'],
        ['exec', 'gunicorn', 'a b', 'x'],
      ],
    );
    const x = cmd?.commands[1]?.words.at(-1)?.span ?? assert.fail();
    assert.equal(text.slice(x.from, x.to), 'x');
  });

  it('read EXPOSE, STOPSIGNAL and HEALTHCHECK', () => {
    const final = finalOf(
      'FROM a',
      'ENV P=8000',
      'EXPOSE $P 80/udp',
      'STOPSIGNAL SIGINT',
      'HEALTHCHECK --interval=5s CMD curl -f http://localhost',
    );
    assert.deepEqual(
      final.exposes.map(({ text }) => text),
      ['8000', '80/udp'],
    );
    assert.equal(final.stopSignal?.text, 'SIGINT');
    assert.equal(final.healthcheck?.command?.commands[0]?.words[0]?.text, 'curl');
    assert.equal(finalOf('FROM a', 'HEALTHCHECK NONE').healthcheck?.command, undefined);
  });

  it('know a template that another program fills in', () => {
    assert.equal(factsOf('FROM python:{{ cookiecutter.python }}').template, 'jinja');
    assert.equal(factsOf('{% if x %}', 'FROM a', '{% endif %}').template, 'jinja');
    assert.equal(factsOf('FROM a', 'ENV A="{{ cookiecutter.name }}"').template, 'jinja');
    assert.equal(factsOf('# {{ cookiecutter.name }}', 'FROM a').template, 'jinja');
    assert.equal(factsOf('FROM a', "RUN docker inspect --format '{{.State}}' x && curl -w '%{http_code}'").template, undefined);
    assert.equal(factsOf('FROM a', 'COPY <<EOF /t', 'Hello {{ name }}', 'EOF').template, undefined);
  });

  it('belong to files with these names only', () => {
    const ours = [
      'Dockerfile',
      'a/dockerfile',
      'Dockerfile.prod',
      'Dockerfile-dev',
      'docker/alpine.Dockerfile',
      'prod.dockerfile',
      'web-dockerfile',
      'Containerfile',
      'Dockerfile.ecs',
      'Dockerfile_nginx',
    ];
    const others = [
      '.dockerignore',
      'Dockerfile.dockerignore',
      'mydockerfile',
      'Dockerfile.md',
      'Dockerfile_test.go',
      'dockerfile/x.txt',
      'docker-compose.yml',
      'Dockerfiles',
    ];
    assert.deepEqual(
      [...ours, ...others].filter((name) => dockerfile.claims(`/project/${name}`, '')),
      ours,
    );
  });

  it('never throw, whatever the text', () => {
    const line = fc.constantFrom(
      'FROM a AS b',
      'FROM $X',
      'from b',
      'RUN apt-get install $A ${B',
      'RUN cd x && pip install -r a ${C} y && python -m venv',
      'RUN uv venv; mkdir -p $A /b ../c; chown -R a: "$@"',
      'ENV A=$A B',
      'ENV',
      'ARG',
      'ARG X=$(',
      'COPY',
      'COPY --from= a',
      'COPY --from=b [',
      'WORKDIR ${',
      'USER "',
      'CMD [',
      'CMD []',
      'ENTRYPOINT ["sh","-c","a \\" b"]',
      'HEALTHCHECK',
      'HEALTHCHECK CMD',
      'RUN <<E',
      'E',
      'EXPOSE $',
      'STOPSIGNAL',
      '--x',
      '{{ y }}',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(line, { maxLength: 16 }).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(texts, fc.nat(), (text, cut) => {
        const parsed = parsedOf(text.slice(0, cut % (text.length + 1)));
        const { stages } = dockerfile.facts(parsed);
        dockerfile.outline(parsed);
        dockerfile.folds(parsed);
        for (const { span, covers } of dockerfile.comments(parsed))
          assert.ok(span.from < span.to && covers.from <= covers.to && covers.to <= text.length);
        for (const stage of stages) {
          assert.ok(stage.span.from <= stage.span.to && stage.span.to <= text.length);
          const places = [...filesOf(stage), ...environmentsOf(stage), ...(stage.launch?.programs ?? [])].map(({ span }) => span);
          for (const { from, to } of places) assert.ok(from <= to && to <= text.length);
          for (const run of stage.runs) targetOf(stage, run);
          ownerOf(stage, '/app');
        }
      }),
      { numRuns: 1500 },
    );
  });
});
