import { type BuildSettings, settingsInBuilds } from '../../project/deployment/build-settings.ts';
import { isDjango } from '../../project/dockerfile/django.ts';
import type { Project } from '../../project/project.ts';
import type { Opening } from '../../project/settings/view.ts';
import { endsBuild } from '../reading/dockerfile/build-end.ts';
import { listed, quoted } from '../reading/listed.ts';
import { isOverruled } from '../reading/settings.ts';
import { defineRule, fix, insert } from '../rule.ts';

/** Commands of Django that load the settings while the image is built. */
const builds = /^(?:collectstatic|compress|compilescss|compilemessages|tailwind|webpack_build|spectacular|check)$/;

/** Settings that insist on a variable end the build where nobody gives it. */
export default defineRule({
  id: 'project/collectstatic-needs-env',
  title: 'The build gives the settings what they insist on',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X10', 'R14'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    for (const { facts } of project.all.dockerfile) {
      for (const [stage, commands] of settingsInBuilds(project, facts)) {
        for (const one of commands) {
          const found = missingIn(project, one);
          if (!found || isDjango(project, facts, stage) === 'no') continue;
          const { verb } = one.manage;
          const names = listed(quoted(found.names));
          const first = one.run.command.words[0];
          yield {
            at: { uri: facts.uri, span: verb.span },
            message: `The settings insist on ${names}, which nothing sets in this build, so \`${verb.text}\` ends with an exception (${found.why}) and ${endsBuild(stage, one.run) ? 'so does the build' : 'the build goes on as if nothing were wrong'}; give a value that is thrown away on this line: \`${found.names[0] ?? ''}=build-only python manage.py …\``,
            related: [{ at: found.at, message: 'The settings stop here' }],
            fixes: () =>
              first
                ? [
                    fix(
                      'Give values that are thrown away',
                      false,
                      facts.uri,
                      insert(first.span.from, found.names.map((name) => `${name}=${standIn(name)} `).join('')),
                    ),
                  ]
                : [],
          };
        }
      }
    }
  },
});

interface Missing {
  readonly names: readonly string[];
  readonly why: string;
  readonly at: Opening['at'];
}

const stops = 'Python would stop here: ';

/** The variables for want of which the settings stop, where they would not stop with them. */
const missingIn = (project: Project, command: BuildSettings): Missing | undefined => {
  const { verb, view, free, unset } = command;
  if (unset.size === 0 || !builds.test(verb)) return undefined;
  const stopping = view.open.filter(({ why }) => why.startsWith(stops));
  // What is worked out at run time may give what the settings stop for.
  if (stopping.length === 0 || isOverruled(view) || !command.run.command.certain || command.run.command.after === '||') return undefined;
  const anyway = new Set(free.open.map(({ at }) => `${at.uri} ${at.span.from}`));
  const names = new Set<string>();
  let first: Opening | undefined;
  for (const one of stopping) {
    const text = project.file(one.at.uri)?.parsed.file.text.slice(one.at.span.from, one.at.span.to) ?? '';
    const named = anyway.has(`${one.at.uri} ${one.at.span.from}`) ? [] : [...unset].filter((name) => isNamed(text, name));
    if (named.length === 0) continue;
    first ??= one;
    for (const name of named) names.add(name);
  }
  return first && { names: [...names], why: first.why.slice(stops.length), at: first.at };
};

const isNamed = (text: string, name: string): boolean => new RegExp(`["']${name.replace(/\W/g, '\\$&')}["']`).test(text);

const standIn = (name: string): string => (/DATABASE_URL$/.test(name) ? 'sqlite:////tmp/build.sqlite3' : 'build-only');
