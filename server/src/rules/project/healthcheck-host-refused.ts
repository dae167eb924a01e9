import { type Argument, resolveWords } from '../../commands/resolve.ts';
import { ofEachStage, stagesThat } from '../../languages/dockerfile/each-stage.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { perContent } from '../../languages/dockerfile/per-content.ts';
import { isDjango } from '../../project/dockerfile/django.ts';
import { isKnown, textOf } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import { shippedStages } from '../reading/dockerfile/shipped.ts';
import { serves } from '../reading/hosts.ts';
import { productions, stringsOf } from '../reading/settings.ts';
import { defineRule } from '../rule.ts';

/** Django answers 400 to a host that it does not serve, and so to a health check that asks for `localhost`. */
export default defineRule({
  id: 'project/healthcheck-host-refused',
  title: 'Django answers the host that the health check asks for',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R46'],
  reads: 'dockerfile',
  *check(subject) {
    const { uri, facts, project } = subject;
    if (!project.complete || askingThemselves(facts).length === 0) return;
    const [only, ...others] = productions(project);
    if (!only || others.length > 0) return;
    const hosts = hostsOf(only.view);
    if (!hosts) return;
    const told = new Set<number>();
    for (const stage of shippedStages(subject)) {
      const start = mayAskItself(stage) ? stage.healthcheck?.command : undefined;
      if (!start || told.has(start.span.from)) continue;
      for (const { words } of start.commands) {
        const asked = askedIn(resolveWords(words, lookupOf(stage)));
        // Whose image it is takes longest to tell.
        if (!asked || hosts.some((one) => serves(one, asked.host)) || isDjango(project, facts, stage) !== 'yes') continue;
        told.add(start.span.from);
        yield {
          at: { uri, span: asked.word.span },
          message: `The check asks for the host \`${asked.host}\`, which ALLOWED_HOSTS does not have, so Django answers 400 each time and the container counts as unhealthy; add \`${asked.host}\` there, or send the header \`Host: ${hosts[0]?.replace(/^\./, 'www.') ?? ''}\``,
        };
        break;
      }
    }
  },
});

/** Whether the health check of a stage may ask for a host of the container itself, whatever its variables are. */
const mayAskItself = perContent((stage: Stage): boolean =>
  (stage.healthcheck?.command?.commands ?? []).some(({ words }) =>
    words.some(({ text }) => /localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|\$/.test(text)),
  ),
);

const askingThemselves = stagesThat(ofEachStage(mayAskItself));

const lookupOf =
  ({ environment }: Stage) =>
  (name: string): string | undefined =>
    environment.get(name)?.value;

/** The hosts production serves; nothing where they are not all known, or where no middleware asks for the host. */
const hostsOf = (view: SettingsView): readonly string[] | undefined => {
  const list = listOf(view, 'ALLOWED_HOSTS');
  const middleware = listOf(view, 'MIDDLEWARE');
  if (!list || !middleware || !isKnown(list) || !isKnown(middleware)) return undefined;
  const hosts = stringsOf(view, 'ALLOWED_HOSTS').map(({ text }) => text.toLowerCase());
  const before = stringsOf(view, 'MIDDLEWARE').map(({ text }) => text);
  const common = before.indexOf('django.middleware.common.CommonMiddleware');
  // One of the project's own may answer the check before.
  const early = before.slice(0, common).some((path) => !/^(?:django|whitenoise|corsheaders|servestatic|csp)\./.test(path));
  if (hosts.length === 0 || common < 0 || early || list.items.some((item) => item.is !== 'item' || textOf(item.value) === undefined))
    return undefined;
  return hosts;
};

/** The container's own host in a call of curl, wget or Python; nothing when the call names another in a header. */
const askedIn = (words: readonly Argument[]): { readonly host: string; readonly word: Argument } | undefined => {
  if (words.some(({ text, known }) => !known || /\bhost\b["']?\s*[:=,\]]/i.test(text.replace(/https?:\/\/\S+/g, '')))) return undefined;
  if (!/(?:^|\/)(?:curl|wget|python[\d.]*)$/.test(words[0]?.text ?? '')) return undefined;
  for (const word of words) {
    const host = /\bhttp:\/\/(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?=[:/?'"\s)]|$)/.exec(word.text)?.[1];
    if (host) return { host, word };
  }
  return undefined;
};
