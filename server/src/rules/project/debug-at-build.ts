import { collecting } from '../../languages/dockerfile/minds.ts';
import { type BuildSettings, settingsInBuild } from '../../project/deployment/build-settings.ts';
import { isKnown, truth } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { listed } from '../reading/listed.ts';
import { defineRule } from '../rule.ts';

/** Files that are collected with DEBUG are those of another site than the one that runs. */
export default defineRule({
  id: 'project/debug-at-build',
  title: 'Static files are collected with the settings that run',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X12'],
  reads: 'project',
  each: 'deployment',
  minds: collecting,
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { image, view } = deployment;
      if (!image || !view || debugOf(view) !== false) continue;
      const { static: files, purpose } = deployment;
      if (purpose === 'development' || purpose === 'test') continue;
      const stages = new Set(files.collected.flatMap(({ when, stage, certain }) => (when === 'build' && stage && certain ? [stage] : [])));
      for (const one of [...stages].flatMap((stage) => settingsInBuild(project, image.facts, stage))) {
        const found = one.verb === 'collectstatic' ? differing(one, view) : undefined;
        if (!found || !first({ uri: image.facts.uri, span: one.manage.verb.span })) continue;
        yield {
          at: { uri: image.facts.uri, span: one.manage.verb.span },
          message: `Here DEBUG is on and ${listed(found.names)} ${found.names.length > 1 ? 'are' : 'is'} not what \`${deployment.name}\` runs with, so other files are collected, or under other names, than its pages ask for; collect with the settings of production`,
          related: [
            { at: found.here, message: 'In the build' },
            { at: found.there, message: 'When it runs' },
          ],
        };
      }
    }
  },
});

/** The settings that decide which files are collected, and how they are called. */
const telling = ['INSTALLED_APPS', 'STATICFILES_DIRS', 'STATICFILES_FINDERS', 'STATICFILES_STORAGE', 'STORAGES', 'STATIC_ROOT'] as const;

interface Differing {
  readonly names: readonly string[];
  readonly here: Value['at'];
  readonly there: Value['at'];
}

/** What DEBUG is; nothing where it is not set, unknown where it is not known. */
const debugOf = (view: SettingsView): ReturnType<typeof truth> | undefined => {
  const debug = view.get('DEBUG');
  return debug && truth(debug.value);
};

/** What differs between a build with DEBUG and settings that run without it. */
const differing = ({ view: build }: BuildSettings, run: SettingsView): Differing | undefined => {
  if (debugOf(build) !== true || build.uri !== run.uri) return undefined;
  const found = telling.flatMap((name) => {
    const here = build.get(name);
    const there = run.get(name);
    if (!here?.certain || !there?.certain || !isKnown(here.value) || !isKnown(there.value)) return [];
    return shown(here.value) === shown(there.value) ? [] : [{ name, here: here.value.at, there: there.value.at }];
  });
  const [one] = found;
  return one && { names: found.map(({ name }) => name), here: one.here, there: one.there };
};

/** A known value as a text that says what it is, places left out. */
const shown = (value: Value): string => {
  switch (value.is) {
    case 'list':
      return `[${value.items.map((item) => (item.is === 'item' ? shown(item.value) : '?')).join(',')}]`;
    case 'dict':
      return `{${value.entries.map((entry) => `${shown(entry.key)}:${shown(entry.value)}`).join(',')}}`;
    case 'string':
    case 'path':
    case 'bytes':
      return JSON.stringify(value.text);
    case 'number':
    case 'boolean':
      return String(value.value);
    default:
      return value.is;
  }
};
