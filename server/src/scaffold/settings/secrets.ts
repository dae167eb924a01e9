// What differs between machines is read from the environment: the key, the debug switch, the host names.

import { readingOf } from '../../languages/python/environment.ts';
import { isKnown, textOf, truth } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { replace } from '../../text/edit.ts';
import { assignmentOf, type Ground } from './ground.ts';

/** Whether the text of a value is a literal, here or where its name was set. */
const isWritten = (ground: Ground, { at }: Value): boolean =>
  /^[rRuU]?["']/.test(ground.written(at.uri)?.text.slice(at.span.from, at.span.to) ?? '"');

/** Replaces literals of SECRET_KEY, DEBUG and ALLOWED_HOSTS, and adds what is missing beside them. */
export const readFromEnvironment = (ground: Ground): void => {
  const { view, own } = ground;
  const reading = readingOf(own);
  const set = (name: string, code: string) => {
    const change = assignmentOf(view.get(name));
    // What another module sets may be right for development: production overrides it.
    if (change?.statement.uri === own.uri)
      ground.edit(
        own.uri,
        replace(
          change.value.at.uri === own.uri ? change.value.at.span : change.statement.span,
          change.value.at.uri === own.uri ? code : `${name} = ${code}`,
        ),
      );
    else ground.append('', `${name} = ${code}`);
  };
  const key = assignmentOf(view.get('SECRET_KEY'));
  // What a function gives is not written there, however well its text is known.
  if (!key || (textOf(key.value) !== undefined && isWritten(ground, key.value))) set('SECRET_KEY', reading.text('SECRET_KEY'));
  const debug = view.get('DEBUG')?.value;
  if (debug && isKnown(debug) && truth(debug) === true) set('DEBUG', reading.truth('DEBUG', false));
  const hosts = view.get('ALLOWED_HOSTS')?.value;
  if (!hosts || (hosts.is === 'list' && isKnown(hosts))) {
    const had = hosts?.is === 'list' ? hosts.items.flatMap((item) => (item.is === 'item' ? [textOf(item.value) ?? ''] : [])) : [];
    set(
      'ALLOWED_HOSTS',
      reading.list(
        'ALLOWED_HOSTS',
        had.filter((host) => host !== '' && host !== '*'),
      ),
    );
  }
  if (!view.get('CSRF_TRUSTED_ORIGINS')) ground.append('', `CSRF_TRUSTED_ORIGINS = ${reading.list('CSRF_TRUSTED_ORIGINS', [])}`);
};
