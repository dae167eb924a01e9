// What three settings come to in production, behind the statement that sets them.
import type { Parsed } from '../../languages/language.ts';
import type { Project } from '../../project/project.ts';
import type { Value } from '../../project/settings/value.ts';
import type { Hint, Place } from '../feature.ts';
import { settingsIn } from './seen.ts';
import { shortValue } from './shown.ts';

const hinted = ['STATIC_ROOT', 'STATIC_URL', 'DEBUG'];

/** Hints for a settings module that takes part in production; none where the value stands there already. */
export const settingsHints = ({ project, parsed }: Omit<Place, 'offset'>): readonly Hint[] => {
  if (parsed.kind !== 'python') return [];
  const { file } = parsed as Parsed<'python'>;
  const production = settingsIn(project, file.uri)?.production;
  return hinted.flatMap((name): Hint[] => {
    const found = production?.get(name);
    const last = found?.changes.findLast(({ statement, how }) => statement.uri === file.uri && how !== 'import');
    if (!found || !last) return [];
    const text = file.text.slice(last.statement.span.from, last.statement.span.to);
    if (isWritten(found.value, text) && last === found.changes.findLast(({ how }) => how !== 'import')) return [];
    const value = textOf(project, found.value, name);
    return value === undefined ? [] : [{ at: last.statement.span.to, label: `${value} in production` }];
  });
};

/** A value in few words; nothing where it is only known at run time. */
const textOf = (project: Project, value: Value, name: string): string | undefined => {
  switch (value.is) {
    case 'environment': {
      const unset = value.name === undefined || !value.unset ? undefined : textOf(project, value.unset, name);
      return unset === undefined || value.unset?.is === 'environment' ? undefined : `${unset} unless ${value.name} is set,`;
    }
    case 'choice': {
      const all = value.among.map((one) => (one.is === 'environment' ? undefined : textOf(project, one, name)));
      return all.includes(undefined) || all.length > 3 ? undefined : all.join(' or ');
    }
    case 'string':
    case 'path':
    case 'boolean':
    case 'none':
    case 'number':
      return shortValue(project, value, name).replaceAll('`', '');
    default:
      return undefined;
  }
};

/** Whether a statement says its value plainly. */
const isWritten = (value: Value, statement: string): boolean => {
  if (value.is === 'boolean' || value.is === 'none' || value.is === 'number') return /=\s*(?:True|False|None|\d+)\s*$/.test(statement);
  return value.is === 'string' && value.anchor === undefined && /=\s*(["'])[^"']*\1\s*$/.test(statement);
};
