import { minding, requirements } from '../../languages/dockerfile/minds.ts';
import { requirementsOf } from '../../project/dockerfile/requirements.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { chainOf, isForeign, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { listed } from '../reading/listed.ts';
import { defineRule } from '../rule.ts';

/** Many packages have wheels for Debian and none for Alpine. */
export default defineRule({
  id: 'dockerfile/alpine-for-python',
  title: 'The base image has wheels for the packages',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R66'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /alpine/i,
  minds: minding(requirements),
  *check(subject) {
    const { uri, facts, project, knowledge } = subject;
    const told = new Set<number>();
    for (const stage of facts.stages) {
      if (servesDevelopment(subject, stage) || isForeign(subject, stage)) continue;
      const image = imageOf(subject, stage);
      const bottom = chainOf(stage)[0];
      if (image?.family !== 'alpine' || !image.python || !bottom || told.has(bottom.from.span.from)) continue;
      const { python } = image;
      const built = requirementsOf(project, facts, stage).installed.filter(({ name, extras, version }) => {
        const one = knowledge.images.nativeDependency(extras.length > 0 ? `${name}[${extras.join(',')}]` : name);
        if (one?.kind !== 'compiled' || one.wheels !== 'linux') return false;
        if (one.noMusl) return true;
        return (
          version !== undefined &&
          knowledge.images.hasWheel(one, version, python, 'musl') === false &&
          knowledge.images.hasWheel(one, version, python, 'glibc') === true
        );
      });
      const names = [...new Set(built.map(({ name }) => `\`${name}\``))];
      if (names.length === 0) continue;
      told.add(bottom.from.span.from);
      yield {
        at: { uri, span: bottom.image.span },
        message: `${listed(names, 4)} ${
          names.length > 1 ? 'have' : 'has'
        } wheels for Debian and none for Alpine's C library, so every build compiles ${names.length > 1 ? 'them' : 'it'}; on a slim image pip only downloads`,
        related: built.slice(0, 9).map(({ at, name }) => ({ at, message: `\`${name}\` is asked for here` })),
      };
    }
  },
});
