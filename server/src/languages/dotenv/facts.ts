// Which variables an environment file sets. Their values may be secrets and are never part of the facts, but for a few that
// say how the server is started.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';

export interface DotenvVariable {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly valueSpan: Span;
  /** True when nothing stands behind the sign. */
  readonly empty: boolean;
  /** The value, for names that cannot be secrets: settings module, hosts, ports, numbers of workers. */
  readonly open: string | undefined;
  /** A dollar that Compose takes for a variable: outside single quotes, not doubled or escaped. */
  readonly dollar: boolean;
}

export interface DotenvFacts {
  readonly uri: Uri;
  readonly template: 'jinja' | undefined;
  readonly variables: readonly DotenvVariable[];
}

/** Names whose values are no secrets and decide what runs. */
const public_ =
  /^(?:DJANGO_SETTINGS_MODULE|DJANGO_CONFIGURATION|(?:[A-Z]+_)*(?:HOST|PORT)|WEB_CONCURRENCY|(?:[A-Z]+_)*WORKERS|PYTHONPATH|UWSGI_(?:MODULE|WSGI_FILE|HTTP|HTTP_SOCKET|SOCKET|PROCESSES|INI))$/;

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'dotenv'>): DotenvFacts => ({
  uri: file.uri,
  template: /\{%-?\s*\w+|\{\{-?\s*cookiecutter\./.test(tree.text) ? 'jinja' : undefined,
  variables: tree.lines.map(({ name, nameSpan, value, span }) => {
    const written = tree.text.slice(value.from, value.to);
    const plain = written.replace(/^(["'])([\s\S]*)\1$/, '$2').replace(/(^|\s)#.*$/, '');
    return {
      name,
      nameSpan,
      valueSpan: value,
      span,
      empty: plain.trim() === '',
      open: public_.test(name) && plain.trim() !== '' && !plain.includes('$') ? plain.trim() : undefined,
      dollar: !written.startsWith("'") && /(?<![\\$])\$(?=[A-Za-z_{])/.test(written),
    };
  }),
});
