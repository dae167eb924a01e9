// What was found out about a stage is kept through edits in instructions that it does not follow from. Every instruction of every case
// is taken out and put back, and lines of all kinds are put in between: what is told must be that of a fresh start, fixes included.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from '../../server/src/languages/languages.ts';
import type { Uri } from '../../server/src/text/uri.ts';
import { readCases, wholeProject } from '../support/case.ts';
import { at } from '../support/project.ts';
import { assertFresh, findings, opened, put } from '../support/reopened.ts';

const home = join(import.meta.dirname, '../..');

/** Lines that many things follow from, and lines that look like them. */
const lines = [
  ...['RUN python manage.py collectstatic --noinput', 'RUN python manage.py migrate', 'RUN pip install gunicorn uvicorn Pillow'],
  ...['RUN apt-get update && apt-get install -y gcc libpq-dev curl', 'RUN apk add curl', 'RUN useradd app && mkdir -p /app/static'],
  ...['RUN chown -R app /app', 'RUN rm -rf /app/manage.py /entrypoint.sh requirements.txt', 'RUN cp a.sh /entrypoint.sh', 'RUN ./build.sh'],
  ...['RUN python -m venv /opt/venv', 'RUN uv sync', 'RUN poetry install', 'RUN echo "x" > gunicorn.conf.py', 'RUN chmod +x x.sh'],
  ...['ENV A=b', 'ENV DJANGO_SETTINGS_MODULE=other.settings', 'ENV PATH=/opt/venv/bin:$PATH', 'ENV PYTHONUNBUFFERED=1', 'ENV PORT=81'],
  ...['ENV DEBUG=1', 'ENV SECRET_KEY=abc', 'ENV GUNICORN_CMD_ARGS="--bind 127.0.0.1:9"', 'ENV WEB_CONCURRENCY=4', 'ENV UWSGI_HTTP=:9'],
  ...['ARG A=b', 'USER root', 'USER app', 'WORKDIR /srv', 'COPY . .', 'COPY --chown=app . /app', 'COPY gunicorn.conf.py uwsgi.ini /app/'],
  ...['VOLUME /app', 'SHELL ["bash", "-c"]', 'EXPOSE 81', 'STOPSIGNAL SIGINT', 'HEALTHCHECK NONE', 'LABEL a=b', 'ONBUILD RUN x'],
  ...[
    'RUN ["rm", "/app/manage.py"]',
    'RUN ["curl", "-o", "/app/gunicorn.conf.py", "x"]',
    'RUN install -D a.sh /entrypoint.sh',
    'RUN sh build.sh',
  ],
  ...['RUN make static', 'RUN mkdir -p /home/app /app/staticfiles', 'RUN chmod -R 777 /app', 'RUN npm run build', 'RUN git clone x /app'],
  ...['RUN apt-get install -y supervisor uwsgi wget && rm -rf /var/lib/apt/lists/*', 'RUN touch /app/shop/settings/local.py', 'RUN $R x'],
  ...[
    'RUN pip install waitress==2.0 gunicorn==25.2 && rm requirements.txt',
    'ENV PYTHONPATH=/srv',
    'COPY --from=0 / /',
    'VOLUME /app/static',
  ],
  ...[
    'CMD ["gunicorn", "shop.wsgi"]',
    'CMD uvicorn shop.asgi:application --port 9',
    'ENTRYPOINT ["tini", "--"]',
    'CMD ["celery", "-A", "a"]',
  ],
];

/** The projects of all cases that have a Dockerfile, each once. */
const samples = new Map<string, { readonly where: string; readonly files: ReadonlyMap<string, string> }>();
for (const folder of ['docs/rules', 'test/rules']) {
  for (const name of (readdirSync(join(home, folder), { recursive: true }) as string[]).filter((one) => /\w\/.*\.md$/.test(one))) {
    for (const { title, files: own } of readCases(join(home, folder, name))) {
      const files = wholeProject(Object.fromEntries(own.map(({ path, text }) => [path, text])), name);
      if (!Object.entries(files).some(([path, text]) => kindOf(at(path), text) === 'dockerfile')) continue;
      samples.set(JSON.stringify(files), { where: `${folder}/${name}: ${title}`, files: new Map(Object.entries(files)) });
    }
  }
}

type Workspace = ReturnType<typeof opened>;
const stagesIn = (workspace: Workspace, uri: Uri) =>
  workspace.now.project(uri)?.all.dockerfile.find(({ facts }) => facts.uri === uri)?.facts.stages;

describe('findings about a stage that is typed in', () => {
  it('are, with their fixes, those of a fresh start in every case', function () {
    this.timeout(600_000);
    let next = 0;
    for (const { where, files } of samples.values()) {
      const workspace = opened(files);
      findings(workspace, files.keys());
      let version = 0;
      for (const [path, text] of files) {
        if (kindOf(at(path), text) !== 'dockerfile') continue;
        const type = (now: string, what: string) => {
          workspace.apply([put(path, now, ++version)]);
          assertFresh(findings(workspace, files.keys()), new Map([...files, [path, now]]), `${what} in ${where}`);
        };
        for (const { instructions } of stagesIn(workspace, at(path)) ?? []) {
          for (const { span } of instructions.slice(1)) {
            const line = lines[next++ % lines.length] ?? '';
            type(text.slice(0, span.from) + text.slice(span.to), `without ${text.slice(span.from, span.to)}`);
            type(`${text.slice(0, span.from)}${line}\n${text.slice(span.to)}`, `with ${line} instead`);
            type(`${text.slice(0, span.from)}${line}\n${text.slice(span.from)}`, `with ${line} in front`);
          }
        }
        type(text, 'as it was');
      }
    }
    assert.ok(samples.size > 1000, `${samples.size} projects`);
  });
});
