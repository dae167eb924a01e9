// Whether a folder holds the source of the project.
import { isWithin, type Place } from '../../project/settings/ask.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';
import { parent, slashPath } from '../../text/uri.ts';

/** What of the source lies in a folder of this workspace, in words; undefined for other folders and for those that hold none. */
export const holdsSource = ({ manage }: DjangoProject, { uri }: SettingsView, place: Place): string | undefined => {
  if (!place.anchor) return undefined;
  const sources = [
    { path: slashPath(parent(uri)), what: 'the settings' },
    ...(manage ? [{ path: slashPath(parent(manage)), what: 'manage.py' }] : []),
  ];
  return sources.find(({ path }) => isWithin({ path, anchor: place.anchor }, place) === true)?.what;
};
