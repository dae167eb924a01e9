import { anyOf, packages, requirements } from '../../languages/dockerfile/minds.ts';
import { requirementsOf } from '../../project/dockerfile/requirements.ts';
import { missingForBuild } from '../reading/dockerfile/build-packages.ts';
import { isCompiled, nativeOf } from '../reading/dockerfile/built-from-source.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { defineRule } from '../rule.ts';

/** A version that is older than the Python has no wheel for it and is compiled with every build. */
export default defineRule({
  id: 'dockerfile/old-wheel-pin',
  title: 'Pinned versions have wheels for the Python of the image',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R78'],
  reads: 'dockerfile',
  by: 'build',
  words: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: anyOf(requirements, packages),
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const stage of facts.stages) {
      const image = imageOf(subject, stage);
      const minor = image?.python;
      if (!image || minor === undefined) continue;
      const libc = image.family === 'alpine' ? 'musl' : 'glibc';
      const told = new Set<string>();
      for (const one of requirementsOf(project, facts, stage).installed) {
        // Wheels that another stage built are compiled there.
        const dependency = one.stage === stage ? nativeOf(subject, one) : undefined;
        const first = dependency?.first?.[libc][minor];
        if (!dependency || first === undefined || one.version === undefined || one.marker !== '' || told.has(one.name)) continue;
        if (
          isCompiled(subject, dependency, one, image) !== true ||
          one.run.installation?.options.some(({ name }) => name === '--no-binary')
        )
          continue;
        told.add(one.name);
        // Where it cannot even be compiled, another rule says so.
        if (missingForBuild(subject, stage, image, one, dependency).length > 0) continue;
        yield {
          at: { uri, span: one.at.uri === uri ? one.at.span : (one.run.installation?.words[0]?.span ?? one.run.command.span) },
          message: `\`${one.name}\` ${one.version} is older than its first wheel for Python ${minor}${libc === 'musl' ? ' on Alpine' : ''} (${first}), so it is compiled with every build, if it compiles at all; take ${first} or a later one, or an older Python`,
          related: one.at.uri === uri ? [] : [{ at: one.at, message: `\`${one.name}\` is pinned here` }],
        };
      }
    }
  },
});
