// What rules and features see of a settings module: the values as Django would find them.
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { ListValue, Value } from './value.ts';

/** One thing that happens to a name, in the order in which it happens, imported files included. */
export interface Change {
  readonly name: string;
  /** `import` only where it overrules what the name held before. `assign` also stands for `+=` on what cannot change in place; `mutate` for methods, items, slices and `+=` on lists. */
  readonly how: 'assign' | 'mutate' | 'import' | 'delete';
  /** The method or operator of a mutation: `append`, `+=`, `[]`, … */
  readonly by: string;
  /** The whole statement. */
  readonly statement: Location;
  /** The name in it. */
  readonly target: Location;
  /** What the name holds afterwards. */
  readonly value: Value;
  /** False when an undecided condition decides whether it happens. */
  readonly certain: boolean;
}

/** A name of a settings module. */
export interface Setting {
  readonly name: string;
  readonly value: Value;
  /** False when the name may be missing: it is set under an undecided condition only. */
  readonly certain: boolean;
  /** What made the value, first to last. Never empty. */
  readonly changes: readonly Change[];
}

/** Why names that are not seen may exist all the same. */
export interface Opening {
  readonly why: string;
  readonly at: Location;
  /** True when names that are seen may have other values all the same. */
  readonly overrides: boolean;
}

/** For whom the conditions are decided: `if DEBUG` goes one way in production and the other way on a developer's machine. */
export type Role = 'production' | 'development';

/** A settings module, evaluated with all it imports. */
export interface SettingsView {
  readonly uri: Uri;
  /** The dotted name by which it is imported, as far as that can be told. */
  readonly module: string;
  /** The class of django-configurations that is evaluated; undefined for plain modules. */
  readonly class: string | undefined;
  readonly role: Role;
  /** What the module sets; undefined when it does not set it. While `open` is not empty, that does not mean it is missing. */
  get(name: string): Setting | undefined;
  /** All names in capitals. */
  names(): readonly string[];
  /** Empty when a name that is not seen is surely missing. */
  readonly open: readonly Opening[];
  /** Every file that took part, this one last. */
  readonly files: readonly Uri[];
}

/** The release of a distribution, as requirements and lock files tell it. Versions are as written there. */
export interface Release {
  /** The only one that fits: locked, or pinned with `==`. */
  readonly exact: string | undefined;
  /** The lowest one that fits. */
  readonly least: string | undefined;
  /** Releases from here on do not fit. */
  readonly below: string | undefined;
  /** The line that says so; undefined when no file names the distribution. */
  readonly at: Location | undefined;
}

/** A settings module of a Django project. */
export interface SettingsModule {
  readonly uri: Uri;
  readonly module: string;
  /**
   * Who names it: `manage.py`, a Dockerfile, `drydock.yaml`, … Empty for modules that are found by their place. Go by the files alone:
   * what is typed in one of them moves the places.
   */
  readonly named: readonly Location[];
  /** Whom it is for, by who names it and by its own name. */
  readonly for: Role | 'base' | 'test' | 'unknown';
}

/** One Django project of a workspace; most have one, some have several, each with a manage.py of its own. */
export interface DjangoProject {
  /** The folder from which its modules are imported. */
  readonly root: Uri;
  readonly manage: Uri | undefined;
  readonly modules: readonly SettingsModule[];
  /** The module that runs in production, seen as production sees it; undefined when it cannot be told which one that is. */
  readonly production: SettingsView | undefined;
  readonly development: SettingsView | undefined;
  /** Any module of `modules`, seen as it would be if it ran. Remembered. */
  view(module: SettingsModule, role: Role): SettingsView | undefined;
  /** The release of a distribution, by its normalised name: `release('django')`. */
  release(distribution: string): Release;
}

/** A list setting in force (`MIDDLEWARE`, `INSTALLED_APPS`); undefined when it is missing, or is not one list. */
export const listOf = (view: SettingsView, name: string): ListValue | undefined => {
  const value = view.get(name)?.value;
  return value?.is === 'list' ? value : undefined;
};
