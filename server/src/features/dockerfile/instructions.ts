// Completion where an instruction begins: its name, and whole lines that Django images need.

import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { modulesOf } from '../modules.ts';

const order =
  'FROM RUN COPY ENV WORKDIR CMD USER ENTRYPOINT EXPOSE ARG HEALTHCHECK LABEL ADD STOPSIGNAL SHELL VOLUME ONBUILD MAINTAINER'.split(' ');

/** Names of instructions, in the case that the file uses. */
export const instructions = ({ knowledge, parsed }: Place, span: Span, inOnbuild: boolean): readonly Completion[] => {
  const { tree } = parsed as Parsed<'dockerfile'>;
  const others = tree.instructions.filter(({ keyword }) => keyword.span.from !== span.from);
  const lower = others.length > 0 && others.every(({ keyword }) => keyword.text === keyword.text.toLowerCase());
  const started = others.some(({ name, content }) => name === 'FROM' && content.from < span.from);
  return knowledge.list('dockerfile-instruction').flatMap(({ kind, name, brief }) => {
    // A trigger may be none of these; in front of the first stage only ARG may stand.
    if (inOnbuild && /^(?:FROM|ONBUILD|MAINTAINER)$/.test(name)) return [];
    const early = !started && !inOnbuild && name !== 'FROM' && name !== 'ARG';
    const text = lower ? name.toLowerCase() : name;
    return [
      completion(text, 'keyword', span, {
        detail: brief,
        insert: `${text} `,
        plain: `${text} `,
        sort: `${early ? 7 : 2}${String(order.indexOf(name)).padStart(2, '0')}`,
        deprecated: name === 'MAINTAINER',
        again: /^(?:FROM|COPY|USER|WORKDIR|CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL|ENV|EXPOSE)$/.test(name),
        entry: { kind, name },
      }),
    ];
  });
};

interface Line {
  readonly label: string;
  readonly detail: string;
  /** In snippet syntax. */
  readonly text: string;
}

const escaped = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');

/** Whole lines for a Django image, with what the workspace already says filled in. */
export const lines = ({ project, knowledge, parsed }: Place, span: Span): readonly Completion[] => {
  const facts = languages.dockerfile.facts(parsed as Parsed<'dockerfile'>);
  if (!facts.stages.some(({ from }) => from.content.from < span.from)) return [];
  const { asgi, wsgi } = modulesOf(project);
  const uv = knowledge.find('tool', 'uv')?.version?.split('.').slice(0, 2).join('.') ?? 'latest';
  const list: readonly Line[] = [
    {
      label: 'CMD uvicorn',
      detail: 'Starts asgi.py',
      text: `CMD ["uvicorn", "\${1:${escaped(asgi[0]?.text ?? 'project.asgi:application')}}", "--host", "0.0.0.0", "--port", "\${2:8000}"]`,
    },
    {
      label: 'CMD gunicorn',
      detail: 'Starts wsgi.py',
      text: `CMD ["gunicorn", "\${1:${escaped(wsgi[0]?.text ?? 'project.wsgi:application')}}", "--bind", "0.0.0.0:\${2:8000}", "--worker-tmp-dir", "/dev/shm"]`,
    },
    {
      label: 'RUN collectstatic',
      detail: 'Collects static files while building, with a secret key for this command only',
      text: 'RUN ${1:SECRET_KEY=build-only} python manage.py collectstatic --noinput',
    },
    {
      label: 'RUN pip install',
      detail: 'Installs requirements, with the downloads kept between builds',
      text: 'RUN --mount=type=cache,target=/root/.cache/pip \\\\\n    --mount=type=bind,source=${1:requirements.txt},target=requirements.txt \\\\\n    pip install -r requirements.txt',
    },
    {
      label: 'RUN uv sync',
      detail: 'Installs what uv.lock lists, before the source is copied',
      text: 'RUN --mount=type=cache,target=/root/.cache/uv \\\\\n    --mount=type=bind,source=uv.lock,target=uv.lock \\\\\n    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\\\\n    uv sync --locked --no-dev --no-install-project',
    },
    {
      label: 'RUN apt-get install',
      detail: 'Installs system packages and leaves no lists behind',
      text: 'RUN apt-get update \\\\\n    && apt-get install -y --no-install-recommends ${1:libpq5} \\\\\n    && rm -rf /var/lib/apt/lists/*',
    },
    {
      label: 'COPY uv',
      detail: 'Brings the programs of uv into the stage',
      text: `COPY --from=ghcr.io/astral-sh/uv:\${1:${uv}} /uv /uvx /bin/`,
    },
    {
      label: 'RUN useradd',
      detail: 'Makes a user and switches to it',
      text: 'RUN useradd --system --uid ${1:10001} --no-create-home ${2:app}\nUSER ${1:10001}',
    },
    {
      label: 'HEALTHCHECK python',
      detail: 'Asks the server with Python, for slim images have no curl',
      text: 'HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \\\\\n    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://127.0.0.1:${1:8000}/${2:healthz/}\', timeout=4)"]',
    },
  ];
  return list.map(({ label, detail, text }) =>
    completion(label, 'snippet', span, { detail, insert: text, snippet: true, plain: plainOf(text), sort: `4${label}` }),
  );
};

/** A snippet with its first choices filled in. */
const plainOf = (snippet: string): string => {
  const chosen = new Map<string, string>();
  for (const [, number = '', text = ''] of snippet.matchAll(/\$\{(\d):((?:\\.|[^\\}])*)\}/g))
    if (!chosen.has(number)) chosen.set(number, text);
  return snippet.replaceAll(/\$\{(\d):(?:\\.|[^\\}])*\}/g, (_, number: string) => chosen.get(number) ?? '').replaceAll(/\\([\\$}])/g, '$1');
};
