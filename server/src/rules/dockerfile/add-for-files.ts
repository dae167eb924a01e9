import { defineRule, fix, replace } from '../rule.ts';

/** What ADD fetches. */
const remote = /^(?:https?|git|ssh|ftp):\/\/|^git@/;
/** What ADD unpacks, or may. */
const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst)(?:$|\.)|\.tar\.\w+$|[*?[]/i;
/** Files by which nobody means an archive. */
const plain =
  /^\.{0,2}\/?$|\/$|\.(?:txt|py|toml|cfg|ini|conf|json|ya?ml|sh|md|lock|env|in|html?|css|js|sql|pem|crt)$|(?:^|\/)(?:Pipfile|Makefile|Procfile)$/i;

/** ADD fetches and unpacks; for files that are there COPY says what is meant. */
export default defineRule({
  id: 'dockerfile/add-for-files',
  title: 'Files are copied with COPY',
  severity: 'hint',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DL3020'],
  neighbours: ['hadolint DL3020'],
  reads: 'dockerfile',
  by: 'build',
  words: /\badd\b/i,
  minds: /^\s*add\b/i,
  *check({ uri, facts }) {
    for (const { copies } of facts.stages) {
      for (const { by, sources, instruction } of copies) {
        if (by !== 'ADD' || sources.length === 0 || instruction.heredocs.length > 0) continue;
        if (instruction.flags.some(({ name }) => /^(?:checksum|keep-git-dir|unpack)$/.test(name))) continue;
        if (sources.some(({ text, known }) => !known || remote.test(text) || archive.test(text))) continue;
        const safe = sources.every(({ text }) => plain.test(text));
        yield {
          at: { uri, span: instruction.keyword.span },
          message:
            'ADD also unpacks archives and fetches addresses, by the look of what it is given, and here is neither; COPY does just what is meant',
          fixes: () => [
            fix('Use COPY', safe, uri, replace(instruction.keyword.span, instruction.keyword.text === 'add' ? 'copy' : 'COPY')),
          ],
        };
      }
    }
  },
});
