// Which location of nginx answers a request.
import type { NginxLocation, NginxServer } from '../../languages/nginx/facts.ts';

/**
 * The location that answers a path, by nginx's own order: the longest prefix, unless a regular expression takes it first
 * (https://nginx.org/en/docs/http/ngx_http_core_module.html#location). Nothing where none fits, where a template or an included file
 * may say more, or where an expression may fit.
 */
export const locationFor = ({ locations, includes }: NginxServer, path: string): NginxLocation | undefined => {
  let best: NginxLocation | undefined;
  if (includes.some(({ text }) => /locations?|sites|conf\.d|\*/.test(text))) return undefined;
  for (const one of locations) {
    const { modifier, path: word } = one;
    if (modifier.startsWith('~')) {
      const fits = matches(word.text, modifier === '~*', path);
      if (fits !== false) return undefined;
      continue;
    }
    if (!word.known) return undefined;
    if (modifier === '@' || (modifier === '=' ? word.text !== path : !path.startsWith(word.text))) continue;
    if (!best || word.text.length > best.path.text.length) best = one;
  }
  return best;
};

/** Whether an expression fits; nothing where it has what JavaScript reads otherwise. */
const matches = (expression: string, small: boolean, path: string): boolean | undefined => {
  // Those that can take long, and those that nginx's library reads in its own way.
  if (
    expression.length > 200 ||
    /\(\?(?!:|<[A-Za-z])|\\[pPRKQ]|[*+?}][*+]|\[\[:/.test(expression) ||
    /\([^)]*[*+][^)]*\)[*+]/.test(expression)
  )
    return undefined;
  try {
    return new RegExp(expression, small ? 'i' : '').test(path);
  } catch {
    return undefined;
  }
};
