import { packages } from '../../languages/dockerfile/minds.ts';
import type { DeployedProbe } from '../../project/deployment/deployment.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { askWithPython, asList, lacksProgram } from '../reading/dockerfile/check-program.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** What becomes of a container whose check never succeeds. */
const ends: Readonly<Record<Exclude<DeployedProbe['by'], 'dockerfile'>, string>> = {
  compose: 'the container counts as unhealthy',
  liveness: 'the kubelet restarts it for ever',
  readiness: 'it never gets a request',
  startup: 'the kubelet restarts it for ever',
  cloudfoundry: 'the platform restarts it for ever',
};

/** A check by a program that the image does not have fails each time. */
export default defineRule({
  id: 'project/probe-program-missing',
  title: 'The image has the program that its check calls',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R46'],
  reads: 'project',
  each: 'deployment',
  minds: packages,
  *check(project, knowledge, only) {
    if (!project.complete) return;
    const isNew = once();
    for (const { name, image, probes } of deploymentsFor(project, only)) {
      if (!image || image.facts.template) continue;
      for (const { by, how, program, at } of probes) {
        // The health check of a Dockerfile has a rule of its own.
        if (by === 'dockerfile' || how !== 'command' || !program || !/^(?:curl|wget)$/.test(program)) continue;
        const asker = { knowledge, project };
        if (!lacksProgram(asker, image.stage, program)) continue;
        const hasPython = imageOf(asker, image.stage)?.python !== undefined;
        const text = project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to) ?? '';
        const word = new RegExp(`\\b${program}\\b`).exec(text);
        const from = at.span.from + (word?.index ?? 0);
        const place = word ? { uri: at.uri, span: { from, to: from + program.length } } : at;
        if (!isNew(place)) continue;
        yield {
          at: place,
          message: `There is no \`${program}\` in the image of \`${name}\`, so every check fails and ${ends[by]}; ask with ${hasPython ? 'Python, which is there' : 'a program that is there'}, or install \`${program}\``,
          related: [{ at: { uri: image.facts.uri, span: image.stage.from.content }, message: 'It is made from this image' }],
          fixes: () => {
            const list = by === 'compose' && hasPython ? simple.exec(text) : null;
            if (!list) return [];
            const span = { from: at.span.from + list.index, to: at.span.from + list.index + list[0].length };
            return [fix('Ask with Python', false, at.uri, replace(span, asList(['CMD', ...askWithPython(list[1] ?? '')])))];
          },
        } satisfies Finding;
      }
    }
  },
});

/** A list on one line whose only word with a meaning is the address: options say how loud a failure is, or how long it may take. */
const simple =
  /\[\s*["']CMD["']\s*,\s*["'](?:curl|wget)["'](?:\s*,\s*["'](?:-[fsSqO]+|-q?O-|--fail|--silent|--show-error|--spider|--quiet|--no-verbose|--tries=1|-)["'])*\s*,\s*["'](http:\/\/[\w.:\-/]+)["']\s*\]/;
