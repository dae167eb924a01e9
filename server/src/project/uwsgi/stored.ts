// What uWSGI stores of a file, one option behind the other.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Maybe } from '../../languages/maybe.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Role } from './role.ts';

/** One stored option. */
export interface Stored {
  readonly key: string;
  readonly entry: UwsgiOption | undefined;
  /** The leading name of its group, whatever alias is written; the key where the catalogue has none. */
  readonly name: string;
  /** Its value after all passes; unknown when a part of it is decided on the machine that runs it. */
  readonly value: Maybe<string>;
  /** The line that made it. */
  readonly option: IniOption;
  /** False when a logic block whose condition is not known decides whether it is there. */
  readonly certain: boolean;
  /** True when the same line was stored before: by an earlier round of its loop, or because its section is read twice. */
  readonly again: boolean;
  readonly role: Role;
}

/** A stored option while the passes still change its value. */
export class Slot implements Stored {
  value: Maybe<string>;
  readonly option: IniOption;
  readonly certain: boolean;
  readonly again: boolean;
  readonly role: Role;
  constructor(role: Role, value: Maybe<string>, option: IniOption, certain: boolean, again: boolean) {
    this.role = role;
    this.value = value;
    this.option = option;
    this.certain = certain;
    this.again = again;
  }
  get key(): string {
    return this.role.kind.key;
  }
  get entry(): UwsgiOption | undefined {
    return this.role.kind.entry;
  }
  get name(): string {
    return this.role.kind.name;
  }
}

/** The slot of a line outside of blocks that is stored once and into whose value nothing is filled: the same one for the same line. */
export const plainSlot = (role: Role, option: IniOption): Slot => {
  const before = option.stored as Slot | undefined;
  if (before?.role === role) return before;
  const slot = new Slot(role, role.text, option, true, false);
  option.stored = slot;
  return slot;
};
