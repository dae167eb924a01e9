import type { Location } from '../../text/span.ts';
import { endedOn, monthOf } from '../reading/life.ts';
import { defineRule } from '../rule.ts';

/** A Django that nobody mends any more keeps every hole that is found from now on. */
export default defineRule({
  id: 'project/eol-django',
  title: 'Django still gets security fixes',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R42'],
  reads: 'project',
  *check(project, { images }) {
    const places = new Map<string, Location[]>();
    for (const { facts } of project.all.requirements) {
      if (facts.template) continue;
      for (const { name, version, kind, nameSpan } of facts.distributions) {
        const minor = name === 'django' && kind !== 'constraint' ? /^\d+\.\d+/.exec(version ?? '')?.[0] : undefined;
        if (minor === undefined) continue;
        const list = places.get(minor);
        if (list) list.push({ uri: facts.uri, span: nameSpan });
        else places.set(minor, [{ uri: facts.uri, span: nameSpan }]);
      }
    }
    for (const [minor, [first, ...more]] of places) {
      const end = endedOn(images.djangoEnd(minor), project.config.today);
      if (!first || !end) continue;
      yield {
        at: first,
        message: `Django ${minor} has had no security fixes since ${monthOf(end)}, so holes that are published from then on stay open; move to a release that is supported, one minor at a time`,
        related: more.slice(0, 9).map((at) => ({ at, message: 'Pinned here too' })),
      };
    }
  },
});
