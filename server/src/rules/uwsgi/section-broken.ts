import type { Section } from '../../languages/uwsgi/facts.ts';
import { lineEndOf } from '../../text/lines.ts';
import { baseName } from '../../text/uri.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, type Finding, fix, insert, replace, type Subject } from '../rule.ts';

/** uWSGI reads the section called `uwsgi`, exactly that; options under any other name are skipped with one warning in the log. */
export default defineRule({
  id: 'uwsgi/section-broken',
  title: 'Options stand under a plain `[uwsgi]`',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 11'],
  reads: 'uwsgi',
  *check(subject) {
    if (uwsgiReading(subject).facts.template) return;
    const marked = hiddenByMark(subject);
    if (marked) yield marked;
    let broken = marked !== undefined;
    for (const section of subject.facts.sections) {
      const finding = headerFinding(subject, section);
      if (finding) yield finding;
      broken ||= finding !== undefined;
    }
    const lost = marked ? undefined : withoutSection(subject, broken);
    if (lost) yield lost;
  },
});

type Of = Subject<'uwsgi'>;

/** A byte order mark in front of the first header makes the header an option. */
const hiddenByMark = ({ uri, text }: Of): Finding | undefined => {
  const header = /^\ufeff[ \t]*\[[^\r\n]*/.exec(text)?.[0];
  if (!header) return undefined;
  return {
    at: { uri, span: { from: 0, to: header.length } },
    message:
      'The file begins with a byte order mark, so uWSGI does not see this header and skips all options below it; save the file without the mark',
    fixes: () => [fix('Remove the byte order mark', true, uri, replace({ from: 0, to: 1 }, ''))],
  };
};

/** A header that was meant to be `[uwsgi]` and is not. */
const headerFinding = ({ uri, text }: Of, section: Section): Finding | undefined => {
  const { name, header } = section;
  if (!header || name === 'uwsgi' || !section.parts.some((part) => part.options.length > 0)) return undefined;
  const written = text.slice(header.body.from, header.body.to);
  const match = /^\[[ \t]*uwsgi[ \t]*(\]?)[ \t]*([^\s].*)?$/i.exec(written);
  const rest = match?.[2];
  // `[uwsgi-dev]` is a section of another name.
  if (!match || (rest !== undefined && match[1] !== ']')) return undefined;
  const { options } = section;
  const count = options.length === 1 ? 'its option' : `its ${options.length} options`;
  const what =
    rest === undefined ? `\`${written}\` is not \`[uwsgi]\`` : `\`${rest}\` behind the header becomes part of the section's name`;
  const note = rest !== undefined && /^[;#]/.test(rest);
  const indent = text.slice(text.lastIndexOf('\n', header.body.from - 1) + 1, header.body.from);
  return {
    at: { uri, span: header.body },
    message: `${what}, so uWSGI skips ${count} and starts without them; write \`[uwsgi]\` alone on the line`,
    fixes: () =>
      rest === undefined || note
        ? [fix('Write `[uwsgi]`', true, uri, replace(header.body, note ? `${rest}${lineEndOf(text)}${indent}[uwsgi]` : '[uwsgi]'))]
        : [],
  };
};

/** Options above the first header, and a file that has no section for uWSGI at all. */
const withoutSection = (subject: Of, broken: boolean): Finding | undefined => {
  const { uri, text, facts, knowledge, parsed } = subject;
  const [first] = facts.sections;
  const lost = first && !first.header ? first.options : [];
  const has = facts.sections.some((section) => section.name === 'uwsgi');
  const [option] = lost.filter(({ name }) => name !== '\ufeff' && knowledge.find('uwsgi-option', name));
  if (option) {
    const all = parsed.tree.lines.findIndex((line) => line.is === 'assignment');
    const at = parsed.tree.lines[all]?.span.from ?? 0;
    return {
      at: { uri, span: option.line },
      message: `${lost.length === 1 ? 'This option stands' : `These ${lost.length} options stand`} above any section header, so uWSGI skips ${lost.length === 1 ? 'it' : 'them'}; put \`[uwsgi]\` above`,
      fixes: () => [fix('Insert `[uwsgi]` above', facts.sections.length === 1, uri, insert(at, `[uwsgi]${lineEndOf(text)}`))],
    };
  }
  if (has || broken || !named.test(baseName(uri))) return undefined;
  // A section of another name is read when it is asked for: `uwsgi --ini uwsgi.ini:prod`.
  const other = facts.sections.find((one) => one.header && one.options.some(({ name }) => knowledge.find('uwsgi-option', name)));
  if (!other?.header || facts.sections.length > 1) return undefined;
  return {
    at: { uri, span: other.header.body },
    message: `uWSGI reads only \`[uwsgi]\`, so it skips this file unless it is started with \`--ini ${baseName(uri)}:${other.name}\`; rename the section if it is not`,
    severity: 'info',
    fixes: () => [fix('Write `[uwsgi]`', false, uri, replace(other.header?.body ?? { from: 0, to: 0 }, '[uwsgi]'))],
  };
};

const named = /uwsgi[^/]*\.ini$/i;
