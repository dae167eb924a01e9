import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { anyOf, deployed, inRun } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { findModule, isDotted } from '../../project/python-modules.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import { nearest } from '../../text/distance.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { writeMeant } from '../reading/meant.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Settings that nobody can import end Django before it has begun. */
export default defineRule({
  id: 'project/settings-module-missing',
  title: 'DJANGO_SETTINGS_MODULE names a module that is there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X05'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, inRun(/\w(?:\.py\b|\/)/)),
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { settings } = deployment;
      // What a uwsgi.ini sets is the business of its own rules.
      if (settings.state !== 'known' || project.file(settings.at.uri)?.parsed.kind === 'uwsgi') continue;
      const { value, at } = settings;
      if (!isDotted(value) || findModule(project, value) !== 'missing' || mayBeMade(deployment, value) || !first(at)) continue;
      const better = nearest(value, modulesOf(project), Math.max(2, Math.floor(value.length / 5)));
      // Settings that each machine has for itself are kept out of the repository.
      const own = /(?:^|[._])(?:local|secret|secrets|private)(?:$|[._])/.test(value);
      const text = project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to) ?? '';
      const quotes = /^(["']).*\1$/s.test(text) && text.slice(1, -1) === value;
      const span = quotes ? { from: at.span.from + 1, to: at.span.to - 1 } : at.span;
      yield {
        at,
        message: `There is no settings module \`${value}\` in this project, so Django ends with ModuleNotFoundError; ${better ? `did you mean \`${better}\`?` : 'correct the name, or make sure that the image gets the file'}`,
        // Without a name that was meant, something that is not seen may bring the module.
        ...(better ? {} : { severity: own ? 'info' : 'warning' }),
        fixes: () => writeMeant(value, better, { uri: at.uri, span }),
      } satisfies Finding;
    }
  },
});

const modulesOf = (project: Project): readonly string[] =>
  djangoProjects(project).flatMap(({ modules }) => modules.map(({ module }) => module));

/** Whether the image or its start may make the module, or a mount may bring it: something in them has the name of its file. */
const mayBeMade = ({ image, volumes, launch }: Deployment, module: string): boolean => {
  const name = module.replace(/^.*\./s, '');
  const file = new RegExp(`(?:^|[^\\w])${name}(?:\\.py\\b|/)`);
  // Who types the name has another pattern with each keystroke, which is made ready only where it may fit.
  const isIn = (text: string): boolean => text.includes(name) && file.test(text);
  const path = `/${module.replaceAll('.', '/')}.py`;
  const mounted = volumes.some(({ target, folder }) => {
    // The source itself, mounted as a whole, is what the repository has.
    if (folder) return false;
    const place = target.state === 'known' ? absolute('/', target.value) : undefined;
    return place === undefined || path.endsWith(place) || isIn(`${place}/`);
  });
  const made = (stage: Stage): boolean =>
    chainOf(stage).some(({ steps }) =>
      steps.some(({ instruction }) => /^(?:COPY|ADD|RUN)$/.test(instruction.name) && isIn(instruction.script.text)),
    );
  return (
    mounted ||
    (image !== undefined && made(image.stage)) ||
    (launch?.programs.some(({ words }) => words.some(({ text }) => isIn(text))) ?? false)
  );
};
