// The environment a command is started with: what the image sets, then what declares the container sets over it.
import { dynamic, type Fact, known } from '../../languages/fact.ts';
import { memo } from '../../languages/memo.ts';
import type { Declaration } from './declaration.ts';
import type { DeployedEnvironment, EnvironmentVariable } from './deployment.ts';

/** The names of variables that were asked for, by whoever follows from them; the sets grow. */
export class AskedNames {
  readonly #names = new Set<string>();
  #others: ReadonlySet<string> = new Set();

  add(name: string): void {
    this.#names.add(name);
  }
  /** Counts in what somebody else asks for, until there is another one. */
  follow(others: ReadonlySet<string>): void {
    if (others === this.#others) return;
    for (const name of this.#others) this.#names.add(name);
    this.#others = others;
  }
  every(holds: (name: string) => boolean): boolean {
    for (const name of this.#names) if (!holds(name)) return false;
    for (const name of this.#others) if (!holds(name)) return false;
    return true;
  }
}

/** An environment that notes which variables it is asked for. Who goes through all of them sees to it that nothing escapes him. */
export class NotingEnvironment implements DeployedEnvironment {
  readonly #plain: DeployedEnvironment;
  readonly asked: AskedNames;
  constructor(plain: DeployedEnvironment, asked: AskedNames) {
    this.#plain = plain;
    this.asked = asked;
  }
  get(name: string): EnvironmentVariable | undefined {
    this.asked.add(name);
    return this.#plain.get(name);
  }
  get all(): readonly EnvironmentVariable[] {
    return this.#plain.all;
  }
  get complete(): boolean {
    return this.#plain.complete;
  }
  get based(): boolean {
    return this.#plain.based;
  }
}

export const environmentOf = memo(({ image, environment, environmentComplete }: Declaration): DeployedEnvironment => {
  const byName = new Map<string, EnvironmentVariable>();
  const uri = image?.facts.uri;
  for (const { name, value, by, span } of image?.stage.environment.values() ?? []) {
    // ARGs end with the build.
    if (by !== 'ENV' || !uri) continue;
    const at = { uri, span };
    byName.set(name, { name, value: value === undefined ? dynamic(at) : known(value, at), by: 'image', at });
  }
  for (const variable of environment) byName.set(variable.name, variable);
  const base = image?.stage.base;
  const based = !image || (base !== undefined && base.family !== 'other');
  return { get: (name) => byName.get(name), all: [...byName.values()], complete: environmentComplete && based, based };
});

/** Whether two versions of a declaration set some variables to the same, wherever they are set. */
export const setTheSame = (before: Declaration, now: Declaration, asked: AskedNames): boolean => {
  const [one, other] = [environmentOf(before), environmentOf(now)];
  return asked.every((name) => {
    const [a, b] = [one.get(name), other.get(name)];
    return a === b || (a !== undefined && b !== undefined && a.by === b.by && isSameFact(a.value, b.value));
  });
};
const isSameFact = (a: Fact<string>, b: Fact<string>): boolean =>
  a.state === 'known' ? b.state === 'known' && a.value === b.value : a.state === b.state;
