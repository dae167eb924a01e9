// The editor's settings, however it hands them over.
import type { Settings } from '../project/config.ts';

export interface EditorSettings {
  /** False switches every answer off. */
  readonly enable: boolean;
  readonly settings: Settings;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field of a dotted name, whether written nested (`files: { exclude }`) or flat (`files.exclude`). */
const field = (fields: Fields, name: string): unknown => {
  if (name in fields) return fields[name];
  const dot = name.indexOf('.');
  const inner = dot < 0 ? undefined : fields[name.slice(0, dot)];
  return isFields(inner) ? field(inner, name.slice(dot + 1)) : undefined;
};

/**
 * Reads settings from any of the shapes that clients send: the section itself, or an object that holds it as `drydock`,
 * alone or below `settings`. What has the wrong type counts as not set.
 */
export const readSettings = (given: unknown): EditorSettings => {
  if (!isFields(given)) return { enable: true, settings: {} };
  const below = given['settings'];
  if (isFields(below)) return readSettings(below);
  const section = given['drydock'];
  if (isFields(section)) return readSettings(section);
  const rules = field(given, 'rules');
  const exclude = field(given, 'files.exclude');
  const version = field(given, 'uwsgiVersion');
  const help = field(given, 'generalHelp');
  const hints = field(given, 'inlayHints');
  return {
    enable: field(given, 'enable') !== false,
    settings: {
      ...(isFields(rules) ? { rules: Object.fromEntries(Object.entries(rules).filter(isText)) } : {}),
      ...(Array.isArray(exclude) ? { ignore: exclude.filter((glob) => typeof glob === 'string') } : {}),
      ...(typeof version === 'string' && version.trim() !== '' ? { uwsgiVersion: version.trim() } : {}),
      ...(hints === true ? { inlayHints: true } : {}),
      ...(help === 'on' || help === 'off' ? { generalHelp: help } : {}),
    },
  };
};

const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
