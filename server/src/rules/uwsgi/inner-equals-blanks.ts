import type { UwsgiOption } from '../../knowledge/entry.ts';
import { interest } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { defineRule, fix, replace } from '../rule.ts';

const kindOf = ({ name, value }: UwsgiOption): Kind | undefined => kinds[value] ?? (name === 'worker-mount' ? kinds['mount'] : undefined);
const wanted = interest(({ wording }, entry) => /\s=|=\s/.test(wording.text) && kindOf(entry) !== undefined);

/** Blanks around the `=` inside a value are part of the name and of the value it makes. */
export default defineRule({
  id: 'uwsgi/inner-equals-blanks',
  title: 'No blanks stand around the inner equals sign',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 14'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    for (const { option, entry } of ownOptions(subject, wanted)) {
      const kind = kindOf(entry);
      if (!kind) continue;
      const { span } = option.value;
      const written = text.slice(span.from, span.to);
      const equals = written.indexOf('=');
      if (equals < 0 || /^["']/.test(written)) continue;
      const left = written.slice(0, equals).trimEnd();
      const right = written.slice(equals + 1).trimStart();
      const before = equals - left.length;
      const after = written.length - equals - 1 - right.length;
      if (left === '' || before + after === 0) continue;
      yield {
        at: { uri, span: { from: span.from + left.length, to: span.from + equals + 1 + after } },
        message: `The blanks around this \`=\` are kept, so ${before > 0 ? kind.left(left) : kind.right(right)}; write \`${shortened(`${left}=${right}`)}\``,
        severity: before > 0 || kind.path ? 'error' : 'warning',
        fixes: () => [
          fix('Remove the blanks', true, uri, replace({ from: span.from + left.length, to: span.from + equals + 1 + after }, '=')),
        ],
      };
    }
  },
});

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

interface Kind {
  readonly path: boolean;
  readonly left: (name: string) => string;
  readonly right: (value: string) => string;
}

const kinds: Readonly<Record<string, Kind>> = {
  variable: {
    path: false,
    left: (name) => `the name ends in a blank and \`${name}\` stays unset`,
    right: () => 'the value of the variable begins with a blank',
  },
  assignment: {
    path: false,
    left: (name) => `the key is \`${name} \` with a blank and \`%(${name})\` does not find it`,
    right: () => 'what is filled in begins with a blank',
  },
  mount: {
    path: true,
    left: (name) => `it answers only paths that begin with \`${name} \` and a blank`,
    right: () => 'the path begins with a blank and is not found',
  },
};
