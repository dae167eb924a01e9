import { isForDevelopment } from '../reading/development.ts';
import { removeOption } from '../reading/removal.ts';
import { written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** Files of an image do not change: a new version is a new container. */
export default defineRule({
  id: 'uwsgi/touch-reload-image',
  title: 'A new version is a new container',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 72'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    if (isForDevelopment(subject.project.root, uri)) return;
    const names = ['touch-reload', 'touch-workers-reload', 'touch-chain-reload', 'fs-reload', 'fs-brutal-reload'];
    for (const one of names.flatMap((name) => written(subject, name))) {
      const { option } = one;
      yield {
        at: { uri, span: option.nameSpan },
        message: `Nothing touches a file in an image, so \`${option.name}\` only costs a look each second; remove it and roll out a new container`,
        tag: 'unnecessary',
        fixes: () => [fix(`Remove \`${option.name}\``, false, uri, removeOption(text, option))],
      };
    }
  },
});
