// Values of settings, and how Python writes them.

/** A value of a setting. `path` is below BASE_DIR; `raw` is an expression that stands as it is. */
export type Py =
  | null
  | boolean
  | number
  | string
  | readonly Py[]
  | { readonly tuple: readonly Py[] }
  | { readonly dict: Readonly<Record<string, Py>> }
  | { readonly path: string }
  | { readonly raw: string };

export const path = (below: string): Py => ({ path: below });
export const dict = (entries: Readonly<Record<string, Py>>): Py => ({ dict: entries });
export const tuple = (...items: readonly Py[]): Py => ({ tuple: items });
export const raw = (expression: string): Py => ({ raw: expression });

export const isList = (value: Py): value is readonly Py[] => Array.isArray(value);
export const isText = (value: Py): value is string => typeof value === 'string';
export const isDict = (value: Py): value is { readonly dict: Readonly<Record<string, Py>> } =>
  typeof value === 'object' && value !== null && 'dict' in value;
export const isPath = (value: Py): value is { readonly path: string } => typeof value === 'object' && value !== null && 'path' in value;

/** A string literal. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The plainest expression for a value. */
export const expression = (value: Py): string => {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (isText(value)) return quoted(value);
  if (isList(value)) return `[${value.map(expression).join(', ')}]`;
  if (isDict(value)) {
    return `{${Object.entries(value.dict)
      .map(([key, one]) => `${quoted(key)}: ${expression(one)}`)
      .join(', ')}}`;
  }
  if (isPath(value)) return ['BASE_DIR', ...value.path.split('/').filter(Boolean).map(quoted)].join(' / ');
  if ('tuple' in value) return `(${value.tuple.map(expression).join(', ')}${value.tuple.length === 1 ? ',' : ''})`;
  return value.raw;
};
