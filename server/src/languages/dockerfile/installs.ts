// What the commands of a stage install, by name.
import { type Installation, pythonTools } from '../../commands/installs.ts';
import { memo } from '../memo.ts';
import { ofEachBuild, stagesAt } from './each-stage.ts';
import type { DockerfileFacts, Install, Stage } from './facts.ts';
import { perMinded } from './minded.ts';
import { installs } from './minds.ts';

/** Everything that a stage itself installs, in order. */
export const installsOf = memo((stage: Stage): readonly Install[] =>
  stage.runs.flatMap(({ installation }): readonly Install[] =>
    installation ? installation.packages.map((one) => ({ tool: installation.tool, stage, ...one })) : [],
  ),
);

/** What a stage installs without its places, which holds wherever the stage moves. */
interface Names {
  readonly all: readonly (readonly [tool: Installation['tool'], name: string])[];
  readonly python: ReadonlySet<string>;
}
const namesOf = perMinded(installs, (stage: Stage): Names => {
  const all = installsOf(stage).map(({ tool, name }) => [tool, name] as const);
  return { all, python: new Set(all.flatMap(([tool, name]) => (pythonTools.has(tool) ? [name] : []))) };
});

const namesIn = ofEachBuild(namesOf);
const pythonIn = memo((stages: readonly Names[]): ReadonlySet<string> => new Set(stages.flatMap(({ python }) => [...python])));

/** The Python distributions that the commands of all stages of a file name, by normal name. */
export const allPythonNames = (facts: DockerfileFacts): ReadonlySet<string> => pythonIn(namesIn(facts));

type Fits = (tool: Installation['tool'], name: string) => boolean;

/** The installations of some stages whose tool and name fit. Stages that have none are not read. */
export const installsLike = (stages: readonly Stage[], fits: Fits): readonly Install[] => {
  const out: Install[] = [];
  for (const stage of stages) {
    if (!namesOf(stage).all.some(([tool, name]) => fits(tool, name))) continue;
    for (const install of installsOf(stage)) if (fits(install.tool, install.name)) out.push(install);
  }
  return out;
};

/** The same question about a file for a tool and name that are always the same ones; which stages have any is found out once. */
export const installsThat = (fits: Fits): ((facts: DockerfileFacts) => readonly Install[]) => {
  const withAny = memo((stages: readonly Names[]): readonly number[] =>
    stages.flatMap(({ all }, i) => (all.some(([tool, name]) => fits(tool, name)) ? [i] : [])),
  );
  return (facts) => installsLike(stagesAt(facts, withAny(namesIn(facts))), fits);
};
