// Values of settings in one short line, for tests and for people who wonder.
import type { Cast, Value } from '../../server/src/project/settings/value.ts';

const castOf = (cast: Cast): string => {
  const sign = 'negated' in cast && cast.negated ? 'not ' : '';
  if (cast.to === 'boolean' && cast.words) return `${sign}boolean ${cast.words.join('/')}`;
  if (cast.to === 'list') return `list at "${cast.separator}"${cast.empty === 'one' ? ', [""] when empty' : ''}`;
  return cast.to === 'url' ? `url of ${cast.of}` : sign + cast.to;
};

/** Anchored texts have an `@` in front, what is uncertain a `?` behind, gaps are dots, choices have bars between them. */
export const shownValue = (value: Value): string => {
  switch (value.is) {
    case 'string':
      return (value.anchor ? '@' : '') + JSON.stringify(value.text);
    case 'path':
      return `${value.anchor ? '@' : ''}Path(${value.text})`;
    case 'bytes':
      return `b${JSON.stringify(value.text)}`;
    case 'number':
      return value.float && Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'list': {
      const items = value.items.map((item) => (item.is === 'gap' ? '…' : shownValue(item.value) + (item.certain ? '' : '?'))).join(', ');
      return value.type === 'list'
        ? `[${items}]`
        : value.type === 'tuple'
          ? `(${items}${value.items.length === 1 ? ',' : ''})`
          : `{${items}}`;
    }
    case 'dict': {
      const entries = value.entries.map(({ key, value: one, certain }) => `${shownValue(key)}: ${shownValue(one)}${certain ? '' : '?'}`);
      return `{${[...entries, ...(value.open ? ['…'] : [])].join(', ')}}`;
    }
    case 'environment':
      return `$${value.name ?? '?'} as ${castOf(value.cast)} by ${value.through}, else ${value.unset ? shownValue(value.unset) : 'an exception'}`;
    case 'choice':
      return value.among.map(shownValue).join(' | ');
    case 'object':
      return `<${value.name ?? ''}${value.called ? '()' : ''}>`;
    case 'unknown':
      return 'unknown';
  }
};
