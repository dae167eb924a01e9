// What must hold for any text in any of the languages that are read for the sake of the project: nothing throws, places lie in it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileKind } from '../../server/src/languages/language.ts';
import { languages, parse } from '../../server/src/languages/languages.ts';
import { uriOfPath } from '../../server/src/text/uri.ts';

const compose = `x-base: &base
  image: shop:\${TAG:-1}
services:
  web:
    <<: [*base]
    command: >
      sh -c "python manage.py migrate &&
             gunicorn shop.wsgi"
    entrypoint: ["/entry.sh", "a\\tb\\u00e9", 'it''s']
    environment:
      - A=$B
      - "C=\${D:-\${E}}$$"
    ports: ["127.0.0.1:80:\${PORT:-8000}/tcp", 9000]
    volumes: ["./x:/y:ro", {type: bind, source: a, target: /b}]
    healthcheck: {test: [CMD-SHELL, "curl x || exit 1"]}
    depends_on: {db: {condition: service_healthy}}
`;
const kubernetes = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, labels: {a: b}}
spec:
  template:
    spec:
      containers:
      - name: web
        image: x:\${TAG}
        args: [sh, -c, "exec gunicorn x"]
        env: [{name: A, valueFrom: {configMapKeyRef: {name: m, key: k}}}]
        readinessProbe: {httpGet: {path: /, port: http}}
---
kind: ConfigMap
data: {a: |
  text}
`;
const samples: Partial<Readonly<Record<FileKind, string>>> = {
  compose,
  kubernetes,
  cloudfoundry:
    'applications:\n- name: a\n  command: ./run.sh && gunicorn x\n  env: {A: ((b))}\n  processes: [{type: w, command: celery}]\n',
  ci: 'jobs:\n  a:\n    steps:\n    - run: |\n        docker build -t "x:${{ a }}" --file=y .\n    - uses: docker/build-push-action@v6\n      with: {context: ., tags: "a,b", build-args: "A=1\\nB=2"}\n',
  npm: '{"scripts": {"build": "npx vite build --outDir \\"../x\\" && tailwindcss -o a/b.css"}, "dependencies": {"a": "1"}}',
  bake: 'variable "T" { default = "1" }\ntarget "a" {\n  tags = ["x:${T}", "y"]\n  args = { A = "1" }\n  inherits = ["b"]\n}\n',
  makefile: 'A := b\nx: y ; echo z\n\t@docker build -t $(A) \\\n\t  . && $$X\n',
  procfile: 'web: A=1 gunicorn x --bind :$PORT\nrelease: ./manage.py migrate\n',
  supervisord: '[program:a]\ncommand=sh -c "exec gunicorn x" ; c\nenvironment=A="1",B=%(ENV_X)s,\n  C=2\n[include]\nfiles = *.conf\n',
  systemd: '[Service]\nEnvironment="A=1" B=2\nExecStart=-/bin/sh -c "gunicorn x" \\\n  y\n',
  shell:
    '#!/bin/sh\nset -a; A=1\nexport B="$A x" C\ncase "$1" in a*) exec "$@";; *) sed "s|{{X}}|$Y|g" < a > b;; esac\nif [ "$1" = x ]; then cat <<E\n$X\nE\nfi\n',
  dotenv: 'export A="1\n2"\nB=$C # d\nPORT=8000\n',
  nginx:
    'upstream a { server b:80; }\nserver { listen 80 ssl; server_name {{ x }} ${Y};\n location ~ "\\.(a){1}$" { proxy_pass http://a/x; }\n {% if z %}\n include c; {% endif %} }\n',
  haproxy: 'frontend a\n  bind *:80 # c\n  default_backend b\nbackend b\n  server s "x":80 check\n',
};

const piece = fc.constantFrom(
  ...['\n', '\r\n', '\r', ' ', '  ', '\t', ':', '- ', '"', "'", '{', '}', '[', ']', '|', '>', '&a', '*a', '<<:', '#', '=', ',', ';', '%'],
  ...['$', '${', '$$', '$(', ')', '`', '\\', '\\\n', '{{', '}}', '{%', '%}', '<%', '((', '/', 'sh -c', 'exec', 'services:', 'image:', 'é'],
  ...['😀', '\0', '\ufeff', '\u2028', '---', '...', '!!x', '? ', 'server {', 'location', '[a]', 'a:', 'a=b', 'target "a" {', '80', '-1'],
);

/** Every place in the facts, however deep; the same object is looked at once. */
const checkPlaces = (value: unknown, length: number, path: string, seen: Set<object>): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if ('from' in value && 'to' in value && typeof value.from === 'number' && typeof value.to === 'number' && !('stretches' in value)) {
    assert.ok(value.from >= 0 && value.from <= value.to && value.to <= length, `${path}: ${value.from}..${value.to} of ${length}`);
  }
  const inner = value instanceof Map ? [...value] : Object.entries(value);
  // The way back from a text to its file counts in both.
  for (const [key, one] of inner) if (key !== 'source' && key !== 'stretches') checkPlaces(one, length, `${path}.${String(key)}`, seen);
};

describe('the readers', () => {
  for (const [kind, sample] of Object.entries(samples) as readonly (readonly [FileKind, string])[]) {
    it(`read any text as ${kind}`, () => {
      const any = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.array(piece, { maxLength: 50 }).map((pieces) => pieces.join('')),
        fc.nat({ max: sample.length }).map((end) => sample.slice(0, end)),
        fc
          .tuple(fc.nat({ max: sample.length }), fc.nat({ max: 10 }), piece)
          .map(([from, length, text]) => sample.slice(0, from) + text + sample.slice(from + length)),
      );
      fc.assert(
        fc.property(any, (text) => {
          const parsed = parse({ uri: uriOfPath('/project/x'), kind, version: 1, text });
          const language = languages[kind];
          checkPlaces(language.facts(parsed as never), text.length, kind, new Set());
          checkPlaces(parsed.broken, text.length, 'broken', new Set());
          checkPlaces(language.comments(parsed as never), text.length + 1, 'comments', new Set());
          checkPlaces(language.outline(parsed as never), text.length, 'outline', new Set());
          checkPlaces(language.folds(parsed as never), text.length, 'folds', new Set());
          language.claims(`/project/${kind}.yml`, text);
        }),
        { numRuns: 250 },
      );
    });
  }
});
