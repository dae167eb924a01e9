// What a project writes while it runs, which the user of the image may not do below /app.
import { knownItems, placeOf, possibilities, textOf, truth } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { listOf } from '../../project/settings/view.ts';
import type { Ground } from './ground.ts';

/** Says which handlers of LOGGING open a file, but for those whose folder everybody may write to. */
export const noteLogFiles = (ground: Ground): void => {
  const logging = ground.view.get('LOGGING')?.value;
  const handlers = logging?.is === 'dict' ? valueAt(logging, 'handlers') : undefined;
  if (handlers?.is !== 'dict') return;
  const files = handlers.entries.flatMap(({ key, value }) => {
    const name = valueAt(value, 'filename');
    return name && possibilities(name).some((one) => !/^\/(?:tmp|dev)\//.test(placeOf(one)?.path ?? ''))
      ? [textOf(key) ?? 'a handler']
      : [];
  });
  if (files.length === 0) return;
  const which = `${files
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(', ')}${files.length > 3 ? `, and ${files.length - 3} more` : ''}`;
  ground.note(
    `LOGGING opens a file when Django starts (${which}), and the user of the image may not write below /app: log to the console instead, or to a folder that is mounted.`,
  );
};

/** django-compressor works while pages are rendered, unless it is told to do so before. */
export const noteCompressor = (ground: Ground): void => {
  const apps = listOf(ground.view, 'INSTALLED_APPS');
  if (!apps || !knownItems(apps).some(({ value }) => /^compressor\b/.test(textOf(value) ?? ''))) return;
  const says = (name: string, what: boolean) => {
    const setting = ground.view.get(name);
    return setting?.certain === true && truth(setting.value) === what;
  };
  if (says('COMPRESS_OFFLINE', true) || says('COMPRESS_ENABLED', false)) return;
  ground.note(
    'django-compressor writes its files while pages are rendered, where the user of the image may not write and WhiteNoise would not see them: set COMPRESS_OFFLINE to True, and let the Dockerfile run `python manage.py compress` right after `collectstatic`, which gives it the names with hashes.',
  );
};

const valueAt = (dict: Value, name: string): Value | undefined =>
  dict.is === 'dict' ? dict.entries.findLast(({ key }) => textOf(key) === name)?.value : undefined;
