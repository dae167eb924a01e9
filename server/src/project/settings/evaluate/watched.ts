// A world that notes what is asked of it.
import type { Maybe } from '../../../languages/maybe.ts';
import type { World } from './runtime.ts';

export class Watched implements World {
  readonly release: World['release'];
  asksRole = false;
  readonly #world: World;
  readonly #variables: (readonly string[])[] = [];
  #asked: string[] | undefined;

  constructor(world: World) {
    this.#world = world;
    this.release = world.release;
  }
  get role(): World['role'] {
    this.asksRole = true;
    return this.#world.role;
  }
  environment = (name: string): Maybe<string | undefined> => {
    if (!this.#asked) {
      this.#asked = [];
      this.#variables.push(this.#asked);
    }
    this.#asked.push(name);
    return this.#world.environment(name);
  };

  /** From here on `asked` counts. */
  follow(): void {
    this.asksRole = false;
    this.#asked = undefined;
  }
  /** What was asked since. */
  asked(): { readonly asksRole: boolean; readonly variables: readonly string[] | undefined } {
    return { asksRole: this.asksRole, variables: this.#asked };
  }
  /** Variables count as asked for once more; the world has answered already. */
  again(variables: readonly string[]): void {
    this.#variables.push(variables);
  }

  /** Whether another world gives the same answers to all that was asked. */
  answersLike(other: World): boolean {
    const { like, role } = this.#world;
    if (like === undefined || like !== other.like || (this.asksRole && role !== other.role)) return false;
    return this.#variables.every((names) => names.every((name) => other.environment(name) === this.#world.environment(name)));
  }
}
