import { defineRule, fix, replace } from '../rule.ts';

/** Programs that are given to a container, and words that only a shell would part. */
const line =
  /^(?:\S*\/)?(?:python[\d.]*|gunicorn|uvicorn|daphne|hypercorn|granian|waitress-serve|uwsgi|celery|manage\.py|django-admin|sh|bash|\.?\/?\S+\.sh|nginx|supervisord|npm|node|pipenv|poetry|uv|curl|wget)\s+\S/;

/** Each word of a JSON list is one word of the command; the first is the program. */
export default defineRule({
  id: 'dockerfile/exec-form-one-word',
  title: 'Each word of a JSON command stands by itself',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R17'],
  reads: 'dockerfile',
  by: 'stage',
  // A list whose first string has a blank in it, or what may stand for one.
  words: /\[\s*"[^"\n]*[\s\\]/,
  minds: /^\s*entrypoint\b/i,
  *check({ uri, facts }) {
    for (const stage of facts.stages) {
      for (const { instruction } of stage.steps) {
        const { command, name } = instruction;
        if (command?.form !== 'exec' || !/^(?:CMD|ENTRYPOINT|HEALTHCHECK|RUN)$/.test(name)) continue;
        const [first] = command.words;
        // Behind an ENTRYPOINT that is a shell, a line is right.
        const behind =
          name === 'CMD' && stage.entrypoint !== undefined && stage.entrypoint.words.some(({ text }) => /^-[a-z]*c$/.test(text));
        if (!first || behind || !line.test(first.text)) continue;
        const rest = command.words.slice(1).map(({ text }) => text);
        const simple = !/["'\\$&|;<>()`*?]/.test(first.text);
        const words = [...first.text.trim().split(/\s+/), ...rest];
        yield {
          at: { uri, span: first.span },
          message: `Docker looks for one program called "${first.text.length > 40 ? `${first.text.slice(0, 40)}…` : first.text}", blanks and all, and the container ends with "executable file not found"; write each word by itself`,
          fixes: () =>
            simple && instruction.gaps.length === 0
              ? [
                  fix(
                    'Write each word by itself',
                    true,
                    uri,
                    replace(command.span, `[${words.map((word) => JSON.stringify(word)).join(', ')}]`),
                  ),
                ]
              : [],
        };
      }
    }
  },
});
