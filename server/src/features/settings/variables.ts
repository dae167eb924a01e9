// Variables of the process that the project's files set, for those that read them.
import { memo } from '../../languages/memo.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { slashPath } from '../../text/uri.ts';

/** A variable and every place that sets it. Values are left alone: they may be secrets. */
export interface GivenVariable {
  readonly name: string;
  readonly places: readonly Location[];
}

/** All variables that compose files, environment files, manifests and images set, in the order of the files. Remembered. */
export const givenVariables: (project: Project) => ReadonlyMap<string, GivenVariable> = memo((project: Project) => {
  const out = new Map<string, Location[]>();
  const add = (name: string, at: Location) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return;
    const places = out.get(name);
    // Services that share a mapping by an anchor have the same line of it.
    if (!places) out.set(name, [at]);
    else if (!places.some(({ uri, span }) => uri === at.uri && span.from === at.span.from)) places.push(at);
  };
  const { all } = project;
  for (const { facts } of all.compose)
    for (const { environment } of facts.services)
      for (const { name, nameSpan } of environment) add(name, { uri: facts.uri, span: nameSpan });
  for (const { facts } of all.dotenv) for (const { name, nameSpan } of facts.variables) add(name, { uri: facts.uri, span: nameSpan });
  for (const { facts } of all.kubernetes) {
    for (const { pod } of facts.workloads)
      for (const { environment } of pod.containers)
        for (const { name, nameSpan } of environment) add(name, { uri: facts.uri, span: nameSpan });
    for (const { entries } of facts.data) for (const [name, { span }] of entries) add(name, { uri: facts.uri, span });
  }
  for (const { facts } of all.dockerfile)
    for (const { settings } of facts.stages)
      for (const { name, nameSpan, instruction } of settings) if (instruction.name === 'ENV') add(name, { uri: facts.uri, span: nameSpan });
  return new Map([...out].map(([name, places]) => [name, { name, places }]));
});

/** The names of the files that set a variable, from the root of the project. */
export const filesOf = ({ root }: Project, { places }: GivenVariable): readonly string[] => [
  ...new Set(places.map(({ uri }) => slashPath(uri).slice(slashPath(root).replace(/\/$/, '').length + 1))),
];
