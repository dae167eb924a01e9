// Where static files are collected, by which name they are found, and how long they are kept.

import { compareVersions } from '../../knowledge/images/version.ts';
import { unknown } from '../../languages/maybe.ts';
import { readingOf } from '../../languages/python/environment.ts';
import { lineAfter, linesAt, type Written } from '../../languages/python/writing.ts';
import { entryOf, textOf } from '../../project/settings/ask.ts';
import type { DictValue, Value } from '../../project/settings/value.ts';
import { replace } from '../../text/edit.ts';
import { assignmentOf, type Ground } from './ground.ts';

/** The class that stores collected files, for each way of serving them. */
const backendOf = ({ answers }: Ground): string => {
  switch (answers.static) {
    case 'whitenoise':
    case 'whitenoise-cdn':
      return 'whitenoise.storage.CompressedManifestStaticFilesStorage';
    case 'storages':
      return 'storages.backends.s3.S3ManifestStaticStorage';
    default:
      return 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';
  }
};

const s3 = 'storages.backends.s3.S3Storage';
const disk = 'django.core.files.storage.FileSystemStorage';

/** Seconds. */
const week = 604_800;

/** How static files were served before. */
export interface Serving {
  /** For so many seconds browsers keep those without a hash; seven days when nobody says otherwise. */
  readonly maxAge?: number;
  /** They are collected already, so STATIC_ROOT is set, though perhaps where it is not seen. */
  readonly collected?: boolean;
}

/** STATIC_URL, STATIC_ROOT, STORAGES and how long browsers keep what has no hash in its name. */
export const storeStatic = (ground: Ground, { maxAge = week, collected = false }: Serving = {}): void => {
  const { view, own, answers } = ground;
  const q = (text: string) => `${own.quote}${text}${own.quote}`;
  const lines: string[] = [];
  const hidden = collected && view.open.length > 0;
  if (answers.static === 'whitenoise-cdn') cdn(ground, q);
  else if (!view.get('STATIC_URL') && !hidden) lines.push(`STATIC_URL = ${q('/static/')}`);
  const root = rootIn(own, view.get('BASE_DIR')?.value.is, q);
  const empty = emptyRoot(ground);
  if (empty?.at.uri === own.uri && answers.static !== 'storages') ground.edit(own.uri, replace(empty.at.span, root));
  else if ((empty || !view.get('STATIC_ROOT')) && !hidden && answers.static !== 'storages') lines.push(`STATIC_ROOT = ${root}`);
  const url = assignmentOf(view.get('STATIC_URL'));
  if (lines.length > 0 && url?.statement.uri === own.uri)
    ground.edit(own.uri, linesAt(own, lineAfter(own.text, url.statement.span.to), lines));
  else if (lines.length > 0) ground.append('', '# Static files are collected into one folder when the image is built.', ...lines);
  storages(ground, q);
  if (answers.static.startsWith('whitenoise') && !view.get('WHITENOISE_MAX_AGE'))
    ground.append(
      '',
      `# ${maxAge === week ? 'Seven days' : 'Seconds'} for files without a hash in their name; the others never change and are kept for good.`,
      `WHITENOISE_MAX_AGE = ${maxAge}`,
    );
};

/** STATIC_ROOT that is there and says nothing: an empty text, or None. */
const emptyRoot = ({ view }: Ground): Value | undefined => {
  const setting = view.get('STATIC_ROOT');
  return setting?.certain && (setting.value.is === 'none' || textOf(setting.value) === '') ? setting.value : undefined;
};

const rootIn = (own: Written, base: string | undefined, q: (text: string) => string): string => {
  if (base === 'path') return `BASE_DIR / ${q('staticfiles')}`;
  if (base === 'string' && own.imports('os')) return `os.path.join(BASE_DIR, ${q('staticfiles')})`;
  return base === 'string' ? `BASE_DIR + ${q('/staticfiles')}` : q('staticfiles');
};

/** The address of static files gets a host in front, from the environment. */
const cdn = (ground: Ground, q: (text: string) => string): void => {
  const { view, own } = ground;
  const setting = view.get('STATIC_URL');
  const change = assignmentOf(setting);
  const path = `/${(textOf(setting?.value) ?? '/static/').replace(/^\/|\/$/g, '')}/`;
  if (setting && textOf(setting.value) === undefined) {
    ground.note('Put the host of the CDN in front of STATIC_URL: its value could not be read.');
    return;
  }
  const line = `STATIC_URL = ${readingOf(own).textOr('STATIC_HOST', '')} + ${q(path)}`;
  if (change && change.statement.uri === own.uri) ground.edit(own.uri, replace(change.statement.span, line));
  else ground.append('', '# A CDN in front: https://cdn.example.com, without a slash at its end; empty for none.', line);
};

const storages = (ground: Ground, q: (text: string) => string): void => {
  const { view, django, answers, own } = ground;
  const version = django.release('django');
  const release = version.exact ?? version.least;
  const backend = backendOf(ground);
  const media = answers.media === 'storages' ? s3 : undefined;
  if (release !== undefined && compareVersions(release, '4.2') < 0) {
    old(ground, q, backend, media);
    return;
  }
  const value = view.get('STORAGES')?.value;
  if (value && value.is !== 'dict') {
    ground.note(`Set the backend of \`staticfiles\` in STORAGES to \`${backend}\`: its value could not be read.`);
    return;
  }
  if (value) {
    rewrite(ground, value, 'staticfiles', backend);
    if (media) rewrite(ground, value, 'default', media);
    return;
  }
  const former = assignmentOf(view.get('DEFAULT_FILE_STORAGE'));
  const uploads = media ?? textOf(former?.value) ?? disk;
  const lines = [
    'STORAGES = {',
    `${own.indent}${q('default')}: {${q('BACKEND')}: ${q(uploads)}},`,
    `${own.indent}${q('staticfiles')}: {${q('BACKEND')}: ${q(backend)}},`,
    '}',
  ];
  const gone = [assignmentOf(view.get('STATICFILES_STORAGE')), former].filter((change) => change !== undefined);
  const [first, ...others] = gone.filter(({ statement }) => statement.uri === own.uri);
  if (first) ground.edit(own.uri, replace(first.statement.span, lines.join(own.end)));
  else ground.append('', '# Names with a hash of the content: browsers may keep such files for good.', ...lines);
  for (const { statement } of others)
    ground.edit(own.uri, replace({ from: statement.span.from, to: lineAfter(own.text, statement.span.to) }, ''));
  for (const { statement, name } of gone)
    if (statement.uri !== own.uri) ground.note(`Delete ${name} in the module that sets it: Django from 4.2 on refuses it beside STORAGES.`);
};

/** Puts another class into an entry of STORAGES. */
const rewrite = (ground: Ground, dict: DictValue, alias: string, backend: string): void => {
  const entry = entryOf(dict, alias);
  const inner = entry !== unknown && entry?.value.is === 'dict' ? entryOf(entry.value, 'BACKEND') : undefined;
  const value = inner !== unknown ? inner?.value : undefined;
  const file = value && ground.written(value.at.uri);
  if (value?.is === 'string' && file) {
    if (
      value.text === backend ||
      (alias === 'staticfiles' && /Manifest/.test(value.text) && backend.startsWith('whitenoise') && value.text.startsWith('whitenoise'))
    )
      return;
    const sign = file.text[value.at.span.from] === '"' ? '"' : "'";
    ground.edit(file.uri, replace(value.at.span, `${sign}${backend}${sign}`));
    return;
  }
  const sign = ground.own.quote;
  ground.append('', `STORAGES[${sign}${alias}${sign}] = {${sign}BACKEND${sign}: ${sign}${backend}${sign}}`);
};

/** Before Django 4.2 there is one name for each storage. */
const old = (ground: Ground, q: (text: string) => string, backend: string, media: string | undefined): void => {
  for (const [name, wanted] of [
    ['STATICFILES_STORAGE', backend],
    ['DEFAULT_FILE_STORAGE', media],
  ] as const) {
    if (wanted === undefined) continue;
    const change = assignmentOf(ground.view.get(name));
    if (textOf(change?.value) === wanted) continue;
    const file = change && ground.written(change.statement.uri);
    if (change && file) ground.edit(file.uri, replace(change.statement.span, `${name} = ${q(wanted)}`));
    else ground.append('', `${name} = ${q(wanted)}`);
  }
};

/** What django-storages reads, from the environment. */
export const nameBucket = (ground: Ground): void => {
  const { view, answers, own } = ground;
  if (answers.static !== 'storages' && answers.media !== 'storages') return;
  if (view.get('AWS_STORAGE_BUCKET_NAME')) return;
  const reading = readingOf(own);
  ground.append('', '# Where django-storages keeps files. The keys come from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.');
  ground.append(`AWS_STORAGE_BUCKET_NAME = ${reading.text('AWS_STORAGE_BUCKET_NAME')}`);
};
