// The variables that settings read, wherever in a value they stand.
import { memo } from '../../languages/memo.ts';
import type { EnvironmentRead, Value } from '../../project/settings/value.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';

/** One look-up, with what it ends in. */
export interface SettingRead {
  readonly read: EnvironmentRead;
  /** The setting whose value it is part of. */
  readonly setting: string;
  /** Whether the setting surely has this value: no condition that is not known decides. */
  readonly certain: boolean;
  /** The keys of dicts on the way to it. */
  readonly keys: readonly string[];
}

/** Values are nested this deep at most. */
const deepest = 6;

/** Every look-up that a setting of the view is made from. */
export const readsOf = memo((view: SettingsView): readonly SettingRead[] =>
  view.names().flatMap((name) => {
    const setting = view.get(name);
    return setting ? [...within(setting.value, name, setting.certain, [])] : [];
  }),
);

function* within(value: Value, setting: string, certain: boolean, keys: readonly string[]): Iterable<SettingRead> {
  if (keys.length > deepest) return;
  if (value.is === 'environment') yield { read: value, setting, certain, keys };
  else if (value.is === 'list') {
    for (const item of value.items) if (item.is === 'item') yield* within(item.value, setting, certain && item.certain, [...keys, '']);
  } else if (value.is === 'dict') {
    for (const { key, value: inner, certain: sure } of value.entries)
      yield* within(inner, setting, certain && sure, [...keys, key.is === 'string' ? key.text : '']);
  } else if (value.is === 'choice') for (const one of value.among) yield* within(one, setting, false, [...keys, '']);
  else if (value.is === 'object') {
    for (const one of value.positional) yield* within(one, setting, certain, [...keys, '']);
    for (const { value: inner } of value.keywords) yield* within(inner, setting, certain, [...keys, '']);
  }
}

/** The settings of a deployment as anybody may run them: what its own view has filled in from its environment is a look-up here. */
export const openView = (django: DjangoProject | undefined, view: SettingsView | undefined): SettingsView | undefined => {
  const module = view && django?.modules.find(({ uri }) => uri === view.uri);
  return module && django?.view(module, view.role);
};
