import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { lineEndOf } from '../../text/lines.ts';
import { defineRule, type Fix, fix, insert, type Subject } from '../rule.ts';

/** What .dockerignore leaves out is not there for the build. */
export default defineRule({
  id: 'dockerfile/copy-ignored-file',
  title: 'What is copied is not left out by .dockerignore',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['CopyIgnoredFile'],
  reads: 'dockerfile',
  by: 'build',
  words: /copy|add/i,
  minds: /^\s*(?:copy|add)\b/i,
  *check(subject) {
    const { uri, facts, project } = subject;
    const context = contextOf(project, facts);
    const { ignore } = context;
    if (!ignore) return;
    for (const { copies } of facts.stages) {
      for (const { from, sources, by } of copies) {
        if (from) continue;
        for (const source of sources) {
          const found = source.known ? sourceIn(project, context, source.text) : undefined;
          if (found?.ignored !== true || found.path === '' || !found.by) continue;
          // With another context, another ignore file may hold.
          const sure = found.exists === true && (context.certain || context.by !== 'place');
          yield {
            at: { uri, span: source.span },
            message: `\`.dockerignore\` leaves \`${found.path}\` out, so this ${by} finds nothing and the build ends here; take it back with \`!${found.path}\`, or copy something else`,
            severity: sure ? 'error' : 'warning',
            related: [{ at: { uri: ignore.uri, span: found.by.span }, message: 'This pattern leaves it out' }],
            fixes: () => (found.wildcard ? [] : taking(subject, ignore.uri, found.path)),
          };
        }
      }
    }
  },
});

const taking = ({ project }: Subject<'dockerfile'>, uri: Subject<'dockerfile'>['uri'], path: string): readonly Fix[] => {
  const text = project.file(uri)?.parsed.file.text;
  if (text === undefined) return [];
  const end = lineEndOf(text);
  return [
    fix(
      `Take \`${path}\` back in .dockerignore`,
      false,
      uri,
      insert(text.length, `${text === '' || text.endsWith('\n') ? '' : end}!${path}${end}`),
    ),
  ];
};
