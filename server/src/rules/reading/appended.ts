// Lines for the end of the module that production loads.
import { linesAt } from '../../languages/python/writing.ts';
import type { Project } from '../../project/project.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { type Fix, fix } from '../rule.ts';
import { writtenAt } from './settings.ts';

/**
 * The fix that writes statements behind all others of the module that production loads, where nothing overrules them; nothing for
 * classes of settings. `lines` is given how the file is written: its quotes and its indentation.
 */
export const appended = (
  project: Project,
  view: SettingsView,
  title: string,
  lines: (style: { readonly quote: string; readonly indent: string }) => readonly string[],
): readonly Fix[] => {
  const written = writtenAt(project, view.uri);
  if (!written || view.class !== undefined) return [];
  const { text } = written;
  const gap = text === '' || /\n\r?\n$/.test(text) ? [] : [''];
  return [fix(title, false, written.uri, linesAt(written, text.length, [...gap, ...lines(written)]))];
};
