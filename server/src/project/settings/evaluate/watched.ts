// A world that notes what is asked of it.
import type { Maybe } from '../../../languages/maybe.ts';
import type { World } from './runtime.ts';

export class Watched implements World {
  readonly release: World['release'];
  readonly variables = new Map<string, Maybe<string | undefined>>();
  asksRole = false;
  readonly #world: World;
  #asked: string[] = [];

  constructor(world: World) {
    this.#world = world;
    this.release = world.release;
  }
  get role(): World['role'] {
    this.asksRole = true;
    return this.#world.role;
  }
  environment = (name: string): Maybe<string | undefined> => {
    const answer = this.#world.environment(name);
    this.variables.set(name, answer);
    this.#asked.push(name);
    return answer;
  };

  /** From here on `asked` counts. */
  follow(): void {
    this.asksRole = false;
    if (this.#asked.length > 0) this.#asked = [];
  }
  /** What was asked since. */
  asked(): { readonly asksRole: boolean; readonly variables: readonly string[] } {
    return { asksRole: this.asksRole, variables: this.#asked };
  }

  /** Whether another world gives the same answers to all that was asked. */
  answersLike(other: World): boolean {
    const { like, role } = this.#world;
    if (like === undefined || like !== other.like || (this.asksRole && role !== other.role)) return false;
    for (const [name, answer] of this.variables) if (other.environment(name) !== answer) return false;
    return true;
  }
}
