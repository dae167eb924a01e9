// Whether a Dockerfile is a Jinja or cookiecutter template that another program fills in first.
import type { DockerfileTree } from './parse.ts';

const block = /\{%-?\s*(?:if|for|set|include|block|extends|raw|endif|macro|import|from)\b/;
/** `{{ name }}`; Go templates begin with a dot and belong to docker's own `--format`. */
const print = /(?<!\$)\{\{-?\s*[A-Za-z_][^{}\n]*\}\}/;
/** Nothing else has this name, so it counts in quotes, comments and here-documents too. */
const cookiecutter = /\{[{%]-?\s*(?:if\s+)?cookiecutter\./;
const quoted = /'[^'\n]*'|"[^"\n]*"/g;

export const isTemplate = ({ text, nodes }: DockerfileTree): boolean => {
  if (!text.includes('{{') && !text.includes('{%')) return false;
  if (cookiecutter.test(text)) return true;
  for (const node of nodes) {
    if (node.is === 'blank') continue;
    // What a here-document writes may well be a template of its own.
    const line = node.is === 'instruction' ? node.line.text : text.slice(node.span.from, node.span.to);
    if (block.test(line) || (node.is === 'instruction' && print.test(line.replace(quoted, '""')))) return true;
    if (node.is === 'instruction' && node.name === 'FROM' && print.test(line)) return true;
  }
  return false;
};
