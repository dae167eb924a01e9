import type { Language, OutlineItem } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { type Directive, parse } from './parse.ts';

/** `nginx.conf`, `default.conf.template`, `nginx.conf.erb`, `site.nginx`, and what lies in nginx's own folders. */
const mayBe =
  /\.(?:conf|nginx|vhost)(?:\.(?:template|tmpl|tpl|j2|jinja2?|erb|in|dist|example|sample|ctmpl))?$|\.template\.conf$|[^/]*nginx[^/]*\.(?:template|tmpl|tpl|j2|erb|ini|txt)$|(?:^|\/)(?:sites-(?:available|enabled)|nginx\/(?:conf\.d|sites|templates))\/[^/.]+$/i;
/** Directives that no other configuration in this form has. */
const telling =
  /^[ \t]*(?:server[ \t]*\{|upstream[ \t]+\S+[ \t]*\{|location[ \t]+[^{}\n]*\{|events[ \t]*\{|proxy_set_header[ \t]|uwsgi_param[ \t]|proxy_pass[ \t]|uwsgi_pass[ \t]|worker_processes[ \t]|ssl_certificate[ \t]|gzip(?:_\w+)?[ \t]+[^=;\n]+;)/m;

/** nginx configurations, templates of them too: by what is in them. */
export const nginx: Language<'nginx'> = {
  kind: 'nginx',
  commentSign: '#',
  mayClaim: (path) => mayBe.test(path),
  claims: (path, head) => mayBe.test(path) && telling.test(head),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: ({ tree }) => tree.directives.flatMap(itemOf),
  folds: ({ tree }) => tree.directives.flatMap(foldsOf),
  comments: ({ tree }) => lineComments(tree.text),
};

const itemOf = ({ name, nameSpan, words, block, span }: Directive): readonly OutlineItem[] =>
  block
    ? [
        {
          label: name,
          detail: words.map(({ text }) => text).join(' '),
          kind: 'block',
          span,
          name: nameSpan,
          children: block.flatMap(itemOf),
        },
      ]
    : [];

const foldsOf = ({ block, span }: Directive): ReturnType<Language<'nginx'>['folds']> =>
  block ? [{ span, kind: 'region' }, ...block.flatMap(foldsOf)] : [];
