// What the catalogue holds: one entry for each thing of the world that Drydock can explain.
import type { Tables } from './images/tables.ts';
import type { SettingsEntries } from './settings/entry.ts';

/** What the catalogue describes. */
export type EntryKind =
  | 'uwsgi-option'
  | 'uwsgi-magic'
  | 'uwsgi-grammar'
  | 'drydock-key'
  /** `FROM`. */
  | 'dockerfile-instruction'
  /** `COPY --from`. */
  | 'dockerfile-flag'
  /** `cache`, and `cache target` for an option of it. */
  | 'dockerfile-mount'
  /** `syntax`. */
  | 'dockerfile-directive'
  /** A check of `docker build --check`. */
  | 'dockerfile-check'
  /** A variable that every build knows. */
  | 'dockerfile-argument'
  /** A variable of the environment, by its name. */
  | 'environment'
  /** A server or installer: `gunicorn`; `manage` for manage.py. */
  | 'tool'
  /** `pip install`. */
  | 'tool-command'
  /** `gunicorn --bind`, `manage migrate --plan`. */
  | 'tool-option'
  /** Django's settings, and what they name. */
  | keyof SettingsEntries;

/** What an entry's value may be; decides completion, hover and the value rules. */
export type ValueType =
  | 'switch'
  | 'inverted-switch'
  | 'integer'
  | 'signed-integer'
  | 'unsigned'
  | 'unsigned-16'
  | 'megabytes'
  | 'text'
  | 'text-list'
  | 'choice'
  | 'mode'
  | 'umask'
  | 'socket'
  | 'ssl-socket'
  | 'path'
  | 'path-list'
  | 'directory'
  | 'assignment'
  | 'mount'
  | 'variable'
  | 'cron'
  | 'plugins'
  | 'user'
  | 'group'
  | 'regexp'
  | 'log-date'
  | 'file-section'
  | 'logic'
  | 'none'
  | 'other';

/** One thing the catalogue explains. `brief` is one line; `body` is Markdown, empty where the brief says it all. */
export interface Entry {
  readonly kind: EntryKind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly brief: string;
  readonly body: string;
  /** A sane value or stance for a container; empty where there is nothing to say. */
  readonly container: string;
  /** Who does this job after a move away from uWSGI. */
  readonly successor: { readonly uvicorn?: string; readonly gunicorn?: string; readonly whitenoise?: string; readonly platform?: string };
  readonly link: string;
  readonly value: ValueType;
  readonly values: readonly { readonly text: string; readonly brief: string }[];
}

/** What follows from naming an option, whatever its value (UWSGI_OPT_* flags of the option table). */
export type Implied =
  | 'master'
  | 'log-master'
  | 'req-log-master'
  | 'threads'
  | 'cheaper'
  | 'memory'
  | 'procname'
  | 'lazy'
  | 'no-initial'
  | 'no-server'
  | 'post-buffering'
  | 'mime'
  | 'metrics'
  | 'vhost';

/** One uWSGI option. Facts from the C option tables of all releases. */
export interface UwsgiOption extends Entry {
  readonly kind: 'uwsgi-option';
  /** The name that leads a group of names for the same thing; equal to `name` for the leader. */
  readonly canonical: string;
  /** `core`, or the plugin that brings it. */
  readonly plugin: string;
  readonly short: string;
  readonly argument: 'required' | 'optional' | 'none';
  /** The C function that reads the value: the last word on what it accepts. */
  readonly parser: string;
  /** Every occurrence counts; otherwise the last one wins. */
  readonly accumulates: boolean;
  /** Runs while the file is read, before `$()`, `@()` and `%()` are filled in. */
  readonly immediate: boolean;
  readonly implies: readonly Implied[];
  /** The value it has when it is not set, as text; undefined where the table knows none. */
  readonly fallback: string | undefined;
  /** First release that has it; undefined when none does (the development branch only). `2.0` means 2.0 or earlier. */
  readonly since: string | undefined;
  /** Whether the pip builds (`uwsgi`, `pyuwsgi`) have it without loading a plugin. */
  readonly pip: boolean;
  /** Debian: the package and the plugin to load; plugin is empty when the core has it, package when Debian has none. */
  readonly debian: { readonly package: string; readonly plugin: string };
  /** How many of 82 published Django configurations use it. */
  readonly rank: number;
}

/** A letter that means something behind `%`. */
export interface UwsgiMagic extends Entry {
  readonly kind: 'uwsgi-magic';
}
/** How a kind of value is written; named after the kind. */
export interface UwsgiGrammar extends Entry {
  readonly kind: 'uwsgi-grammar';
}
export interface DrydockKey extends Entry {
  readonly kind: 'drydock-key';
}

/** A thing of a Dockerfile; `since` is the release of the syntax that brought it. */
export interface DockerfileEntry extends Entry {
  readonly since: string | undefined;
}

/** A server or installer. */
export interface Tool extends Entry {
  readonly kind: 'tool';
  /** The release that the facts are from; nothing for uWSGI, whose options are entries of their own. */
  readonly version: string | undefined;
  /** Where it listens when nothing is said. */
  readonly listen: string | undefined;
  /** Every long option can be set by a variable of this beginning: `UVICORN_`. */
  readonly prefix: string | undefined;
  /** The places its options may stand in, the weakest first. */
  readonly precedence: readonly string[];
  readonly configFile: string | undefined;
}

/** What an option takes; `none` for a switch, `boolean` for `true` or `false`. */
export type Argument = 'none' | 'text' | 'integer' | 'number' | 'boolean' | 'octal' | 'path' | 'duration' | 'callable' | 'mapping';

/** One option of a server or installer. Facts from its own parser; see servers/README.md. */
export interface ToolOption extends Entry {
  readonly kind: 'tool-option';
  readonly tool: string;
  /** Spellings that set it, and those that switch it off. */
  readonly flags: readonly string[];
  readonly off: readonly string[];
  /** Its name in the configuration file. */
  readonly config: string | undefined;
  /** The commands of the tool that know it; empty means all. */
  readonly commands: readonly string[];
  /** A word without dashes. */
  readonly positional: boolean;
  readonly argument: Argument;
  /** What it means when its value is left out. */
  readonly bare: string | undefined;
  readonly range: { readonly min?: number; readonly max?: number } | undefined;
  /** Between several values in one text. */
  readonly separator: string | undefined;
  /** Whether other values than `values` are taken too. */
  readonly open: boolean;
  readonly repeatable: boolean;
  /** What its parser has when it is not given, and what holds then where that is something else. */
  readonly fallback: string | undefined;
  readonly effective: string | undefined;
  /** The variables that set it. */
  readonly environment: readonly string[];
  readonly since: string | undefined;
  /** The release that deprecated it, or `yes`. */
  readonly deprecated: string | undefined;
  /** The first release without it. */
  readonly removed: string | undefined;
  readonly replacement: string | undefined;
  readonly requires: readonly string[];
  readonly conflicts: readonly string[];
}

export interface Entries extends SettingsEntries {
  readonly 'uwsgi-option': UwsgiOption;
  readonly 'uwsgi-magic': UwsgiMagic;
  readonly 'uwsgi-grammar': UwsgiGrammar;
  readonly 'drydock-key': DrydockKey;
  readonly 'dockerfile-instruction': DockerfileEntry;
  readonly 'dockerfile-flag': DockerfileEntry;
  readonly 'dockerfile-mount': DockerfileEntry;
  readonly 'dockerfile-directive': DockerfileEntry;
  readonly 'dockerfile-check': DockerfileEntry;
  readonly 'dockerfile-argument': DockerfileEntry;
  readonly environment: Entry;
  readonly tool: Tool;
  readonly 'tool-command': Entry;
  readonly 'tool-option': ToolOption;
}

/** The catalogue and the tables as every other room sees them. */
export interface Knowledge {
  /** The entry of that name or alias; exact, case and dashes included. */
  find<K extends EntryKind>(kind: K, name: string): Entries[K] | undefined;
  /** All entries of a kind, sorted by name. */
  list<K extends EntryKind>(kind: K): readonly Entries[K][];
  /** Base images, releases, packages and commands. */
  readonly images: Tables;
}
