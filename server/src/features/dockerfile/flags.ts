// Completion of the flags of an instruction, of their values, and of the options of mounts.
import type { Knowledge } from '../../knowledge/entry.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import type { LineCaret } from './caret.ts';

/** The flags that every tool for Dockerfiles offers. */
const general: ReadonlySet<string> = new Set(
  'COPY --from,COPY --chown,ADD --chown,FROM --platform,HEALTHCHECK --interval,HEALTHCHECK --timeout,HEALTHCHECK --start-period,HEALTHCHECK --start-interval,HEALTHCHECK --retries'.split(
    ',',
  ),
);
/** Whether other tools for Dockerfiles know the flag, too. */
export const isGeneral = (flag: string): boolean => general.has(flag);

const order = '--mount --from --chown --chmod --link --platform --interval --timeout --start-period --retries --start-interval'.split(' ');
const repeatable: ReadonlySet<string> = new Set(['--mount', '--exclude', '--device']);

/** Flags that may follow, those that stand there already left out. */
export const flags = (knowledge: Knowledge, { name, before, word, spanFrom }: LineCaret, withGeneral: boolean): readonly Completion[] => {
  const given = new Set(before.map((flag) => flag.replace(/=.*$/s, '')));
  const valued = word.includes('=');
  const whole = spanFrom(0);
  const span: Span = valued ? { from: whole.from, to: whole.from + word.indexOf('=') } : whole;
  return knowledge.list('dockerfile-flag').flatMap(({ kind, name: full, brief }) => {
    const [owner, flag = ''] = full.split(' ');
    if (owner !== name || (given.has(flag) && !repeatable.has(flag)) || (!withGeneral && isGeneral(full))) return [];
    const bare = flag === '--link' || flag === '--parents';
    const insert = valued ? flag : bare ? `${flag} ` : `${flag}=`;
    const place = order.indexOf(flag);
    return [
      completion(flag, 'option', span, {
        detail: brief,
        insert,
        plain: insert,
        sort: `1${place < 0 ? 99 : String(place).padStart(2, '0')}${flag}`,
        again: !valued && !bare,
        entry: { kind, name: full },
      }),
    ];
  });
};

/** The values that the catalogue has for a flag. */
export const flagValues = (knowledge: Knowledge, { name, spanFrom }: LineCaret, flag: string): readonly Completion[] =>
  (knowledge.find('dockerfile-flag', `${name} ${flag}`)?.values ?? []).map(({ text, brief }, i) =>
    completion(text, 'value', spanFrom(flag.length + 1), { detail: brief, sort: `1${i}` }),
  );

/** Folders that installers keep downloads in. */
const caches: readonly (readonly [path: string, brief: string])[] = [
  ['/root/.cache/pip', 'Downloads of pip'],
  ['/root/.cache/uv', 'Downloads of uv'],
  ['/root/.cache/pypoetry', 'Downloads of poetry'],
  ['/root/.cache/pipenv', 'Downloads of pipenv'],
  ['/var/cache/apt', 'Packages of apt; with `sharing=locked`'],
  ['/var/lib/apt', 'Lists of apt; with `sharing=locked`'],
  ['/root/.npm', 'Downloads of npm'],
];

/** What may stand in `--mount=` at the caret: the type, options of it that are not given yet, or a value. */
export type InMount =
  | { readonly on: 'list'; readonly items: readonly Completion[] }
  /** A value that takes more than the catalogue: a stage, a path of the context, a name that others give. */
  | {
      readonly on: 'from' | 'source' | 'id';
      readonly type: string;
      readonly typed: string;
      readonly from: number;
      readonly stage: string | undefined;
    };

export const mount = (knowledge: Knowledge, { typed, word, spanFrom }: LineCaret): InMount => {
  const start = '--mount='.length;
  const text = typed.slice(start);
  const begin = text.lastIndexOf(',') + 1;
  const part = text.slice(begin);
  const parts = word.slice(start).split(',');
  const options = new Map(
    parts.map((one): [string, string] => [one.replace(/=.*$/s, ''), one.includes('=') ? one.slice(one.indexOf('=') + 1) : '']),
  );
  const type = options.get('type') || 'bind';
  const equals = part.indexOf('=');
  // What follows the caret's part stays.
  const endOf = (from: number): Span => {
    const span = spanFrom(from);
    const comma = word.indexOf(',', typed.length);
    return comma < 0 ? span : { from: span.from, to: span.to - (word.length - comma) };
  };
  const items = (list: readonly Completion[]): InMount => ({ on: 'list', items: list });
  if (equals < 0) {
    const span = endOf(start + begin);
    const types = knowledge.list('dockerfile-mount').filter(({ name }) => !name.includes(' '));
    if (begin === 0 && !options.has('type')) {
      return items(
        types.map(({ kind, name, brief }) =>
          completion(`type=${name}`, 'value', span, {
            detail: brief,
            sort: `${['cache', 'bind', 'secret', 'ssh', 'tmpfs'].indexOf(name)}`,
            entry: { kind, name },
          }),
        ),
      );
    }
    return items(
      knowledge.list('dockerfile-mount').flatMap((entry) => {
        const [owner, option = ''] = entry.name.split(' ');
        const names = [option, ...entry.aliases.map((alias) => alias.replace(/^\S+ /, ''))];
        if (owner !== type || option === '' || names.some((name) => options.has(name) && name !== part)) return [];
        const bare = option === 'rw' || option === 'ro';
        const insert = bare ? option : `${option}=`;
        const rank = ['target', 'source', 'id', 'from', 'sharing', 'env'].indexOf(option);
        return [
          completion(option, 'option', span, {
            detail: entry.brief,
            insert,
            plain: insert,
            sort: `${rank < 0 ? 9 : rank}${option}`,
            again: !bare,
            entry: { kind: entry.kind, name: entry.name },
          }),
        ];
      }),
    );
  }
  const option = part.slice(0, equals);
  const valueFrom = start + begin + equals + 1;
  const span = endOf(valueFrom);
  const plain = (list: readonly (readonly [string, string])[]) =>
    items(list.map(([value, brief], i) => completion(value, 'value', span, { detail: brief, sort: String(i).padStart(2, '0') })));
  if (option === 'type') {
    return items(
      knowledge.list('dockerfile-mount').flatMap(({ kind, name, brief }) =>
        name.includes(' ')
          ? []
          : [
              completion(name, 'value', span, {
                detail: brief,
                sort: `${['cache', 'bind', 'secret', 'ssh', 'tmpfs'].indexOf(name)}`,
                entry: { kind, name },
              }),
            ],
      ),
    );
  }
  if (option === 'from') return { on: 'from', type, typed: part.slice(equals + 1), from: valueFrom, stage: undefined };
  if (option === 'id') return { on: 'id', type, typed: part.slice(equals + 1), from: valueFrom, stage: undefined };
  if (option === 'source' || option === 'src')
    return { on: 'source', type, typed: part.slice(equals + 1), from: valueFrom, stage: options.get('from') };
  if (/^(?:target|dst|destination)$/.test(option)) {
    if (type === 'cache') return plain(caches);
    const source = options.get('source') ?? options.get('src');
    return plain(type === 'bind' && source ? [[source, 'The same path, from `WORKDIR` on']] : []);
  }
  return plain((knowledge.find('dockerfile-mount', `${type} ${option}`)?.values ?? []).map(({ text: value, brief }) => [value, brief]));
};
