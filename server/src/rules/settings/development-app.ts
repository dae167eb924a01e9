import { truth } from '../../project/settings/ask.ts';
import { isDeployed } from '../reading/deployed.ts';
import { takenOut } from '../reading/literal.ts';
import { productions, stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Brings commands or a page for staff and nothing else: it does no harm. */
const idle = /^(?:django_extensions|sslserver|schema_viewer|wagtail\.contrib\.styleguide)$/;

/** Tools of a developer's machine cost, record or show something in production. */
export default defineRule({
  id: 'settings/development-app',
  title: 'Tools for development stay out of production',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ329'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const debug = view.get('DEBUG');
      // While DEBUG is on for certain, another rule speaks.
      if (debug && truth(debug.value) === true) continue;
      const named = [
        ...stringsOf(view, 'INSTALLED_APPS').map(({ text, item }) => ({
          item,
          entry: knowledge.find('app', text) ?? knowledge.find('app', text.replace(/\.apps\.\w+$/, '')),
        })),
        ...stringsOf(view, 'MIDDLEWARE').map(({ text, item }) => ({ item, entry: knowledge.find('middleware', text) })),
      ].filter(({ item, entry }) => item.certain && entry?.development);
      const told = new Set<string>();
      for (const { item, entry } of named) {
        // An app and its middleware are one tool.
        if (!entry || told.has(entry.of)) continue;
        told.add(entry.of);
        const others = named.filter((one) => one.item !== item && one.entry?.of === entry.of);
        // Most tools work by a middleware: the app alone waits for it.
        const waits =
          entry.kind === 'app' &&
          knowledge.list('middleware').some(({ of, development }) => development && of === entry.of) &&
          !others.some((one) => one.entry?.kind === 'middleware');
        const rests = waits || idle.test(entry.name);
        const soft = rests || !isDeployed(project, django, view);
        const finding: Finding = {
          at: item.at,
          message: rests
            ? `\`${entry.name}\` serves development; production has no use for it and has to install it all the same: add it where DEBUG is on`
            : `\`${entry.name}\` serves development and is in force in production, where it costs time and memory in each request or shows what nobody should see; add it only where DEBUG is on`,
          ...(soft ? { severity: 'hint' as const } : {}),
          related: others.map((one) => ({ at: one.item.at, message: 'Its other part stands here' })),
          fixes: () => {
            const edits = [item, ...others.map((one) => one.item)].map((one) => ({ uri: one.at.uri, edit: takenOut(project, one) }));
            // What development needs as well is not taken away.
            if (view.uri !== item.at.uri || edits.some(({ uri, edit }) => uri !== item.at.uri || !edit)) return [];
            return [fix('Take it out', false, item.at.uri, ...edits.flatMap(({ edit }) => edit ?? []))];
          },
        };
        yield finding;
      }
    }
  },
});
