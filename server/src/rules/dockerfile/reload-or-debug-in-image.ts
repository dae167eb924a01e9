import type { Setting, Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, inRun, starts, wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { findModule } from '../../project/python-modules.ts';
import { replace } from '../../text/edit.ts';
import { covers } from '../../text/span.ts';
import { runsPython } from '../reading/dockerfile/python-image.ts';
import { chainOf, shippedStages, shippedStarts } from '../reading/dockerfile/shipped.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** What helps while programming costs speed and shows strangers too much in production. */
export default defineRule({
  id: 'dockerfile/reload-or-debug-in-image',
  title: 'The shipped image neither reloads nor debugs',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R43'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /debug|settings_module|rel/i,
  // What installs Python packages shows that the image runs Python.
  minds: anyOf(starts, wordsFromElsewhere, inRun(/pip|\b(?:poetry|uv|pdm)\b/)),
  *check(subject) {
    const { uri, text } = subject;
    const seen = new Set<Setting>();
    for (const stage of shippedStages(subject)) {
      for (const setting of chainOf(stage).flatMap(({ settings }) => settings)) {
        // Only what holds in the end: a later line may set it right.
        if (setting.instruction.name !== 'ENV' || stage.environment.get(setting.name)?.span !== setting.nameSpan || seen.has(setting))
          continue;
        seen.add(setting);
        const found = debugging(subject, stage, setting);
        if (found) yield found;
      }
    }
    for (const { stage, launch } of shippedStarts(subject)) {
      const { server } = launch;
      const option = server?.options.findLast(({ name, by }) => by === 'argument' && (name === 'reload' || name === 'py-autoreload'));
      if (!server || server.server === 'runserver' || !option || option.off || option.value?.text === '0') continue;
      const { span } = option;
      const start = [stage.cmd, stage.entrypoint].find((one) => one && covers(one.span, span));
      const also =
        server.server === 'uvicorn' && server.options.some(({ name }) => name === 'workers') ? ', and with it `--workers` is ignored' : '';
      yield {
        at: { uri, span },
        message: `\`--${option.name}\` watches every file for changes that never come in an image${also}; remove it here and give it in the compose file for development`,
        ...(start ? { fixes: () => [fix(`Remove \`--${option.name}\``, true, uri, withoutWords(text, start.instruction, span))] } : {}),
      };
    }
  },
});

/** Names that Django projects read DEBUG from. */
const debug = /^(?:DJANGO_|APP_|SITE_)?DEBUG$/;
const opposite: Readonly<Record<string, string>> = { '1': '0', true: 'false', True: 'False', TRUE: 'FALSE', yes: 'no', on: 'off', t: 'f' };
const forPeople = /(?:^|[._])(?:local|dev|devel|development|debug)$/;

const debugging = (subject: Subject<'dockerfile'>, stage: Stage, { name, nameSpan, value }: Setting): Finding | undefined => {
  if (!value?.known || !runsPython(stage)) return undefined;
  const at = { uri: subject.uri, span: { from: nameSpan.from, to: value.span.to } };
  const other = Object.hasOwn(opposite, value.text) ? opposite[value.text] : undefined;
  if (debug.test(name) && other !== undefined) {
    return {
      at,
      message: `\`${name}\` is on in every container of this image, so Django shows tracebacks and settings to visitors and keeps every query in memory; set it to \`${other}\` here`,
      fixes: () =>
        value.written.includes(value.text)
          ? [fix(`Set \`${name}\` to \`${other}\``, false, subject.uri, replace(value.span, value.written.replace(value.text, other)))]
          : [],
    };
  }
  if (name !== 'DJANGO_SETTINGS_MODULE' || !forPeople.test(value.text)) return undefined;
  const better = ['production', 'prod']
    .map((word) => value.text.replace(forPeople, (match) => match.replace(/\w+$/, word)))
    .find((module) => findModule(subject.project, module) === 'found');
  return {
    at,
    message: `The image is shipped with the settings for development, \`${value.text}\`; name the settings for production here, and those for development in the compose file`,
    fixes: () =>
      better && value.written.includes(value.text)
        ? [fix(`Use \`${better}\``, false, subject.uri, replace(value.span, value.written.replace(value.text, better)))]
        : [],
  };
};
