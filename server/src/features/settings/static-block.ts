// The whole block of settings for static files, as one completion.

import { lineEndOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { isInstalled, type Seen, standsIn } from './seen.ts';

/** Lines of the block; `$1` stands for the folder, so that it can be typed over. */
const blockFor = (storage: string, inStorages: boolean, uploads: string): readonly string[] => [
  'STATIC_URL = "/static/"',
  'STATIC_ROOT = BASE_DIR / "$1"',
  ...(inStorages
    ? ['STORAGES = {', `    "default": {"BACKEND": "${uploads}"},`, `    "staticfiles": {"BACKEND": "${storage}"},`, '}']
    : [`STATICFILES_STORAGE = "${storage}"`]),
];

/** `static files` as a snippet that fits the installed Django and whoever serves static files; nothing where they are set already. */
export const staticBlock = ({ place, own, django }: Seen, span: Span): readonly Completion[] => {
  if (['STATIC_ROOT', 'STORAGES', 'STATICFILES_STORAGE'].some((name) => own?.get(name) !== undefined)) return [];
  const { project, knowledge, parsed, offset } = place;
  const serve = isInstalled(project, 'servestatic') && !isInstalled(project, 'whitenoise') ? 'servestatic' : 'whitenoise';
  const plain = !isInstalled(project, serve);
  const storage = plain
    ? 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage'
    : `${serve}.storage.CompressedManifestStaticFilesStorage`;
  const storages = knowledge.find('setting', 'STORAGES');
  const text = parsed.file.text;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0] ?? '';
  const lines = blockFor(
    storage,
    storages !== undefined && standsIn(django, storages) !== 'absent',
    'django.core.files.storage.FileSystemStorage',
  );
  const block = lines.join(`${lineEndOf(text)}${indent}`);
  return [
    completion('static files', 'snippet', span, {
      detail: `STATIC_URL, STATIC_ROOT and a storage${plain ? '' : ` for ${serve === 'whitenoise' ? 'WhiteNoise' : 'ServeStatic'}`}`,
      // Typing the first letters of a setting finds it too.
      insert: block.replace('$1', '${1:staticfiles}'),
      plain: block.replace('$1', 'staticfiles'),
      snippet: true,
      sort: '0',
    }),
  ];
};
