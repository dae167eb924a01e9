import type { Edit } from '../../text/edit.ts';
import { candidates } from '../reading/dockerfile/candidates.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Commands for a shell that begin like JSON. */
const inBrackets = candidates(
  ({ name, command, line }) =>
    command?.form === 'shell' &&
    /^(?:CMD|ENTRYPOINT|HEALTHCHECK|RUN|SHELL)$/.test(name) &&
    /^\s*\[/.test(line.text.slice(command.body.from)),
);

/** JSON knows double quotes only; anything else is a line for the shell. */
export default defineRule({
  id: 'dockerfile/exec-form-quotes',
  title: 'A JSON command is JSON',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R17'],
  neighbours: ['dockerfile-utils INSTRUCTION_JSON_IN_SINGLE_QUOTES'],
  reads: 'dockerfile',
  *check(subject) {
    const { uri } = subject;
    for (const { command, line, gaps } of inBrackets(subject)) {
      if (command?.form !== 'shell') continue;
      const text = line.text.slice(command.body.from, command.body.to).trim();
      const single = /^\[\s*'[^']*'(?:\s*,\s*'[^']*')*\s*\]$/.test(text);
      const comma = /^\[\s*"[^"]*"(?:\s*,\s*"[^"]*")*\s*,\s*\]$/.test(text);
      if (!single && !comma) continue;
      yield {
        at: { uri, span: command.span },
        message: single
          ? 'JSON has no single quotes, so a shell gets this as a line and looks for a program called "["; write double quotes'
          : 'JSON has no comma behind the last word, so a shell gets this as a line and looks for a program called "["; take it out',
        fixes: () => {
          const right = single ? text.replace(/"/g, '\\"').replace(/'/g, '"') : text.replace(/,\s*\]$/, ']');
          const edits: readonly Edit[] = [replace(command.span, right)];
          return gaps.length === 0 && line.stretches.length === 1 ? [fix('Write it as JSON', true, uri, ...edits)] : [];
        },
      };
    }
  },
});
