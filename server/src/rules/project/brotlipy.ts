import { pythonTools } from '../../commands/installs.ts';
import { installsThat } from '../../languages/dockerfile/installs.ts';
import { replace } from '../../text/edit.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

const installsOfIt = installsThat((tool, name) => name === 'brotlipy' && pythonTools.has(tool));

/** brotlipy was given up years ago, and stands in the way of the package that took its place. */
export default defineRule({
  id: 'project/brotlipy',
  title: 'Brotli comes from the package that is kept up',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    for (const { facts, parsed } of project.all.requirements) {
      if (facts.template) continue;
      for (const { name, nameSpan, span, kind } of facts.distributions) {
        if (name !== 'brotlipy' || kind === 'constraint') continue;
        const line = facts.format === 'requirements' && kind === 'direct';
        // Hashes belong to the old package.
        const hashed = parsed.file.text.slice(span.to, parsed.file.text.indexOf('\n', span.to) + 1).includes('\\');
        yield {
          at: { uri: facts.uri, span: nameSpan },
          message,
          fixes: () => (line && !hashed ? [fix('Use `Brotli`', true, facts.uri, replace(span, 'Brotli'))] : []),
        } satisfies Finding;
      }
    }
    for (const { facts } of project.all.dockerfile) {
      if (facts.template) continue;
      for (const { span } of installsOfIt(facts)) {
        yield {
          at: { uri: facts.uri, span },
          message,
          fixes: () => [fix('Use `Brotli`', true, facts.uri, replace(span, 'Brotli'))],
        } satisfies Finding;
      }
    }
  },
});

const message =
  'brotlipy has had no release since 2017, has wheels for x86-64 alone, and its module `brotli` hides that of Brotli; install `Brotli`, or `whitenoise[brotli]`';
