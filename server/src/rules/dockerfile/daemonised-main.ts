import type { Start } from '../../languages/dockerfile/facts.ts';
import type { Launched } from '../../languages/dockerfile/launch.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import type { Span } from '../../text/span.ts';
import { covers } from '../../text/span.ts';
import { allStarts, type Started } from '../reading/dockerfile/shipped.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A container lives as long as its first process; what that process leaves in the background dies with it. */
export default defineRule({
  id: 'dockerfile/daemonised-main',
  title: 'The main process stays in the foreground',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R30'],
  reads: 'dockerfile',
  by: 'stage',
  words: /cmd|entrypoint/i,
  // Whatever brings a configuration of nginx.
  minds: /nginx|daemon\s+off|docker-entrypoint\.d\b/i,
  *check(subject) {
    const { uri, text } = subject;
    for (const started of allStarts(subject)) {
      const last = started.launch.programs.at(-1);
      if (!last) continue;
      const start = [started.stage.cmd, started.stage.entrypoint].find((one) => one && covers(one.span, last.span));
      const found = start && (inBackground(start, last) ?? detached(last) ?? ended(started, last));
      if (!found) continue;
      const { span, message, remove } = found;
      yield {
        at: { uri, span },
        message,
        // What a script in front does with these words is not written here.
        ...(last.certain ? {} : { severity: 'warning' as const }),
        ...(remove ? { fixes: () => [fix(`Remove \`${remove}\``, false, uri, withoutWords(text, start.instruction, span))] } : {}),
      } satisfies Finding;
    }
  },
});

interface Found {
  readonly span: Span;
  readonly message: string;
  /** The words to take out, where that is all. */
  readonly remove?: string;
}

/** Options by which a server leaves its terminal, by program. */
const detaching: Readonly<Record<string, readonly string[]>> = {
  gunicorn: ['--daemon', '-D'],
  hypercorn: ['--daemon', '-D'],
  uwsgi: ['--daemonize', '--daemonize2', '-d'],
  celery: ['--detach', '-D'],
};

const detached = ({ words, server }: Launched): Found | undefined => {
  const name = server?.server ?? (words.some(({ text, known }) => known && /(?:^|\/)celery$/.test(text)) ? 'celery' : '');
  const options = Object.hasOwn(detaching, name) ? (detaching[name] ?? []) : [];
  const at = words.findIndex(({ text, known }) => known && options.some((one) => text === one || text.startsWith(`${one}=`)));
  const word = words[at];
  if (!word) return undefined;
  const value = name === 'uwsgi' && options.includes(word.text) ? words[at + 1] : undefined;
  return {
    span: { from: word.span.from, to: value?.span.to ?? word.span.to },
    message: `\`${word.text}\` sends ${name} to the background, so the container's first process ends and the container stops with it; remove the option`,
    remove: word.text,
  };
};

/** The last command of the line, when an ampersand puts it into the background. */
const inBackground = ({ commands }: Start, { span }: Launched): Found | undefined => {
  const last = commands.at(-1);
  if (last?.after !== '&' || last.span.from > span.to || last.span.to < span.from) return undefined;
  return {
    span: last.span,
    message:
      'The `&` behind the last command sends it to the background, so the shell ends and the container stops with it; remove the `&`, and put `exec` in front',
  };
};

/** Commands that start a service and come back. */
const ended = ({ stage }: Started, { words }: Launched): Found | undefined => {
  const texts = words.map(({ text }) => text);
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return undefined;
  const span = { from: first.span.from, to: last.span.to };
  const [program = '', ...rest] = texts;
  const name = program.replace(/^.*\//, '');
  const service =
    (name === 'service' && rest[1] === 'start' && rest[0]) ||
    (name === 'systemctl' && rest[0] === 'start' && rest[1]) ||
    (program.startsWith('/etc/init.d/') && rest[0] === 'start' && name);
  if (service)
    return {
      span,
      message: `This command starts ${service} in the background and ends, so the container stops at once; start ${service} itself in the foreground`,
    };
  if (name !== 'nginx' || rest.some((word) => /daemon\s+off/.test(word)) || rest.some((word) => /^-[tTvVhs]/.test(word))) return undefined;
  // A configuration of its own may well say `daemon off;`, and so may one that a script writes at the start.
  if (rest.includes('-c') || stage.base?.family === 'other' || configures(stage.steps.map(({ instruction }) => instruction)))
    return undefined;
  return {
    span,
    message: 'nginx goes to the background by itself, so the container stops at once; start it with `nginx -g "daemon off;"`',
  };
};

const configures = (instructions: readonly Instruction[]): boolean =>
  instructions.some(({ script }) => /nginx\.conf\b|\/etc\/nginx\/?(?=["'\s]|$)|daemon\s+off|\/docker-entrypoint\.d\b/.test(script.text));
