// Mail that is only printed is for those who develop.
import { unknown } from '../../languages/maybe.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { parsedAt } from '../../project/project.ts';
import { entryOf, textOf } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { replace } from '../../text/edit.ts';
import type { Ground } from './ground.ts';

const printing = /^django\.core\.mail\.backends\.(?:console|dummy|filebased|locmem)\.EmailBackend$/;

/** Lets a class that keeps mail to itself count while DEBUG is on alone, where its name and DEBUG are written in one file. */
export const sendMail = (ground: Ground): void => {
  const { view, own } = ground;
  const debug = view.get('DEBUG');
  const backend = backendOf(ground);
  const file = backend && ground.written(backend.at.uri);
  if (!backend || !file || file.uri !== own.uri || !printing.test(textOf(backend) ?? '')) return;
  const isSet = debug?.certain && debug.changes.some(({ target }) => target.uri === own.uri && target.span.from < backend.at.span.from);
  if (!isSet) return;
  if (isForDebug(ground, backend)) return;
  const written = own.text.slice(backend.at.span.from, backend.at.span.to);
  if (!/^(['"])[\w.]+\1$/.test(written)) return;
  ground.edit(
    own.uri,
    replace(backend.at.span, `${written} if DEBUG else ${own.quote}django.core.mail.backends.smtp.EmailBackend${own.quote}`),
  );
  ground.note(
    'Mail is printed while DEBUG is on; otherwise it goes to an SMTP server, which is localhost until the settings name another.',
  );
};

/** Whether a value stands below a condition on DEBUG already: `if DEBUG:`. */
const isForDebug = ({ project, own }: Ground, { at }: Value): boolean => {
  const { from } = at.span;
  const chunks = parsedAt(project, own.uri, 'python')?.tree.chunks ?? [];
  return chunks.some(({ at: start, chunk }) =>
    bodyOf(chunk).some(
      ({ is, span }) =>
        is === 'if' &&
        start + span.from < from &&
        from < start + span.to &&
        /\bDEBUG\b/.test(own.text.slice(start + span.from, from).replace(/#.*$/gm, '')),
    ),
  );
};

const backendOf = ({ view }: Ground): Value | undefined => {
  const mailers = view.get('MAILERS');
  if (!mailers) return view.get('EMAIL_BACKEND')?.value;
  const entry = mailers.value.is === 'dict' ? entryOf(mailers.value, 'default') : undefined;
  const backend = entry && entry !== unknown && entry.value.is === 'dict' ? entryOf(entry.value, 'BACKEND') : undefined;
  return backend && backend !== unknown ? backend.value : undefined;
};
