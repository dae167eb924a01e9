import type { ImageFacts, NativeDependency } from '../../knowledge/images/facts.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, packages, requirements } from '../../languages/dockerfile/minds.ts';
import type { Installed } from '../../project/dockerfile/installing.ts';
import { requirementsOf } from '../../project/dockerfile/requirements.ts';
import { addPackages } from '../reading/dockerfile/add-packages.ts';
import { endsBuild } from '../reading/dockerfile/build-end.ts';
import { missingForBuild } from '../reading/dockerfile/build-packages.ts';
import { isCompiled, nativeOf } from '../reading/dockerfile/built-from-source.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { listed, quoted } from '../reading/listed.ts';
import { defineRule, type Finding, type Subject } from '../rule.ts';

/** Packages without a wheel are compiled while the image is built, and slim images have no compiler. */
export default defineRule({
  id: 'dockerfile/compiler-missing',
  title: 'What is compiled finds a compiler and its headers',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R09'],
  reads: 'dockerfile',
  by: 'build',
  words: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: anyOf(requirements, packages, /^\s*shell\b/),
  *check(subject) {
    const { facts, project } = subject;
    for (const stage of facts.stages) {
      const image = imageOf(subject, stage);
      if (!image || (image.family !== 'debian' && image.family !== 'alpine')) continue;
      const told = new Set<string>();
      for (const one of requirementsOf(project, facts, stage).installed) {
        // Wheels that another stage built are compiled there.
        const dependency = one.stage === stage ? nativeOf(subject, one) : undefined;
        if (!dependency || one.marker !== '' || told.has(dependency.name) || isCompiled(subject, dependency, one, image) !== true) continue;
        told.add(dependency.name);
        yield* judge(subject, stage, image, one, dependency);
      }
    }
  },
});

function* judge(
  subject: Subject<'dockerfile'>,
  stage: Stage,
  image: ImageFacts,
  one: Installed,
  dependency: NativeDependency,
): Iterable<Finding> {
  const { uri } = subject;
  const missing = missingForBuild(subject, stage, image, one, dependency);
  const [first] = missing;
  const { command, step } = one.run;
  if (first === undefined || !command.certain || command.after === '||') return;
  const names = listed(quoted(missing));
  const word = one.run.installation?.words[0];
  const why =
    dependency.wheels === 'none'
      ? 'is published without wheels'
      : image.family === 'alpine' && dependency.noMusl
        ? 'has no wheel for Alpine'
        : `${one.version ?? ''} has no wheel for Python ${image.python ?? ''}`.trim();
  yield {
    at: { uri, span: one.at.uri === uri ? one.at.span : (word?.span ?? command.span) },
    message: `\`${one.name}\` ${why} and is compiled here, which ${endsBuild(one.stage, one.run) ? 'ends the build' : 'fails'} without ${names}; install ${missing.length > 1 ? 'them' : 'it'} before`,
    related: one.at.uri === uri ? [] : [{ at: one.at, message: `\`${one.name}\` is asked for here` }],
    fixes: () => addPackages(subject, stage, missing, step.instruction),
  };
}
