// Markdown as plain text, for clients that show no Markdown.

const inline = (line: string): string =>
  line
    .split(/(`+[^`]*`+)/)
    .map((part) =>
      part.startsWith('`')
        ? part.replace(/^`+ ?| ?`+$/g, '')
        : part
            .replace(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_, words: string, link: string) => (words === link ? link : `${words}: ${link}`))
            .replace(/<(https?:[^>]+)>/g, '$1')
            .replace(/(\*\*|__)(.*?)\1/g, '$2')
            .replace(/(^|\W)[*_](\S(?:.*?\S)?)[*_](?=\W|$)/g, '$1$2')
            .replace(/\\([\\`*_{}[\]()#+.!|-])/g, '$1'),
    )
    .join('');

/** Takes the signs of Markdown away and keeps its words: headings, emphasis, code, links (as `words: address`), fences. */
export const plain = (markdown: string): string => {
  const out: string[] = [];
  let fenced = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    else if (fenced) out.push(`    ${line}`);
    else if (!/^\s*([-*_])(\s*\1){2,}\s*$/.test(line))
      out.push(inline(line.replace(/^#{1,6}\s+|^>\s?/, '').replace(/^(\s*)[*+]\s/, '$1- ')));
  }
  return out
    .join('\n')
    .replace(/\*\*/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};
