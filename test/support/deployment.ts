// Deployments of a small project in memory, and facts of them as short words: the value, and the line it stands on.
import type { Fact } from '../../server/src/languages/fact.ts';
import type { Deployment } from '../../server/src/project/deployment/deployment.ts';
import { deploymentsOf } from '../../server/src/project/deployment/deployments.ts';
import { lineAt, linesOf } from '../../server/src/text/lines.ts';
import type { Location } from '../../server/src/text/span.ts';
import { relative } from '../../server/src/text/uri.ts';
import { projectOf, root } from './project.ts';

type Files = Readonly<Record<string, string>>;

/** The deployments of these files, and readers of places and facts in them. */
export const deployed = (files: Files) => {
  const project = projectOf(files);
  const all = deploymentsOf(project);
  /** `compose.yaml:3`, lines from 1. */
  const at = ({ uri, span }: Location): string => {
    const path = relative(root, uri);
    return `${path}:${lineAt(linesOf(files[path] ?? ''), span.from) + 1}`;
  };
  /** `8000 compose.yaml:3`, `? compose.yaml:3` for what is not known, `-` for what is not written. */
  const fact = (one: Fact<string | number | boolean>): string =>
    one.state === 'absent' ? '-' : `${one.state === 'known' ? one.value : '?'} ${at(one.at)}`;
  const named = (name: string): Deployment => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`no deployment ${name} among ${all.map((one) => one.name).join(', ')}`);
    return found;
  };
  return { project, all, at, fact, named };
};

/** A Django project that is the smallest worth deploying. */
export const shop: Files = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")\n',
  'shop/__init__.py': '',
  'shop/wsgi.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.prod")\napplication = 1\n',
  'requirements.txt': 'django==5.2\ngunicorn==23.0\n',
  Dockerfile: [
    'FROM python:3.13-slim-trixie AS build',
    'WORKDIR /app',
    'COPY . .',
    'RUN pip install --target=/app -r requirements.txt',
    'RUN python manage.py collectstatic --noinput',
    'FROM python:3.13-slim-trixie',
    'WORKDIR /app',
    'ENV PORT=8000 WORKERS=2',
    'COPY --from=build /app /app',
    'COPY start.sh /start',
    'EXPOSE 8000',
    'USER 1000',
    'CMD ["/start"]',
  ].join('\n'),
  'start.sh': '#!/bin/sh\npython manage.py migrate\nexec gunicorn shop.wsgi:application --bind 0.0.0.0:$PORT --workers $WORKERS\n',
};
