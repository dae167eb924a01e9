// What the fields of the settings' entries are where the catalogue's text says nothing of them.
import type { SettingsEntries } from './entry.ts';

const released = { of: '', deprecated: undefined, removed: undefined, replacement: '' };
const named = { ...released, development: false };

/** By kind, without the fields that entries of every kind have. */
export const settingsBlanks: Readonly<Record<keyof SettingsEntries, object>> = {
  setting: { ...released, type: '', fallback: undefined, fallbacks: {} },
  'setting-key': { ...released, type: '', fallback: undefined },
  middleware: { ...named, place: '', after: [], before: [], headerOnly: false },
  app: { ...named, before: [] },
  storage: { ...named, for: 'both', hashes: false, compresses: false, remote: false, requires: '' },
  finder: named,
  backend: { ...named, role: '' },
  'setting-prefix': released,
  'removed-api': released,
  'python-module': { ...released, names: '' },
};
