// Completion in the first comments of a Dockerfile: parser directives and their values.
import type { Knowledge } from '../../knowledge/entry.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import type { Caret } from './caret.ts';

type InComment = NonNullable<Caret> & { readonly on: 'comment' };

/** The names of directives, or the values of the one that is typed. `check=` is also read above any instruction. */
export const directives = (
  knowledge: Knowledge,
  { text, from, to, directives: first }: InComment,
  general: boolean,
): readonly Completion[] => {
  const value = /^\s*#\s*(\w+)\s*=\s*(.*)$/.exec(text);
  const at = from + text.length;
  if (!value) {
    const typed = /^\s*#\s*(\w*)$/.exec(text)?.[1];
    if (typed === undefined) return [];
    return knowledge.list('dockerfile-directive').flatMap(({ kind, name, brief }, i) => {
      if (name !== 'check' && (!first || !general)) return [];
      return [
        completion(
          name,
          'keyword',
          { from: at - typed.length, to: Math.max(at, to) },
          {
            detail: brief,
            insert: `${name}=`,
            plain: `${name}=`,
            sort: `${name === 'syntax' ? 0 : 1}${i}`,
            again: true,
            entry: { kind, name },
          },
        ),
      ];
    });
  }
  const [, name = '', typed = ''] = value;
  if (name === 'check') return checks(knowledge, typed, at, to);
  const entry = first && general ? knowledge.find('dockerfile-directive', name.toLowerCase()) : undefined;
  return (entry?.values ?? []).map((one, i) =>
    completion(one.text, 'value', { from: at - typed.length, to: Math.max(at, to) }, { detail: one.brief, sort: String(i) }),
  );
};

/** `skip=A,B;error=true`: the names that are not there yet. */
const checks = (knowledge: Knowledge, typed: string, at: number, to: number): readonly Completion[] => {
  const part = typed.slice(typed.lastIndexOf(';') + 1);
  const word = /^\s*(\w*)$/.exec(part)?.[1];
  if (word !== undefined) {
    const given = new Set(typed.split(';').map((one) => one.trim().replace(/=.*$/, '')));
    return (knowledge.find('dockerfile-directive', 'check')?.values ?? [])
      .filter(({ text }) => !given.has(text.replace(/=.*$/, '')) || (word !== '' && text.startsWith(word)))
      .map(({ text, brief }, i) =>
        completion(
          text,
          'value',
          { from: at - word.length, to: typed.includes(';') ? at : Math.max(at, to) },
          { detail: brief, sort: String(i), again: text.endsWith('=') },
        ),
      );
  }
  const names = /^\s*skip=(.*)$/i.exec(part)?.[1];
  if (names === undefined) return [];
  const last = names.slice(names.lastIndexOf(',') + 1).trimStart();
  const given = new Set(names.split(',').map((one) => one.trim()));
  const place = { from: at - last.length, to: at };
  const out = knowledge
    .list('dockerfile-check')
    .filter(({ name }) => !given.has(name) || name === last)
    .map(({ kind, name, brief }) => completion(name, 'value', place, { detail: brief, sort: `1${name}`, entry: { kind, name } }));
  return names.includes(',') ? out : [...out, completion('all', 'value', place, { detail: 'Every check', sort: '2' })];
};
