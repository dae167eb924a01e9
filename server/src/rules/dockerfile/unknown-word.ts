import type { Knowledge } from '../../knowledge/entry.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { memo } from '../../languages/memo.ts';
import { nearest } from '../../text/distance.ts';
import { insert } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { candidates } from '../reading/dockerfile/candidates.ts';
import { defineRule, type Finding, fix, replace, type Subject } from '../rule.ts';

const instructions: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);
const mounts = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;

/** Flags as they are meant; most instructions have no others, and nothing more is asked of those. */
const usual =
  /^(?:from|chown|chmod|link|parents|exclude|checksum|keep-git-dir|mount|network|security|platform|interval|timeout|start-period|start-interval|retries)$/;
const isUsual = ({ name, value = '' }: Instruction['flags'][number]): boolean =>
  usual.test(name) && (name !== 'mount' || isMount(typeIn(value)?.[1]));

/** The type that a mount names; nothing where it names none, or a variable. */
const typeIn = (mount: string): RegExpExecArray | null => /(?:^|,)type=([a-z]+)(?=,|$)/.exec(mount);
const isMount = (type: string | undefined): boolean => type === undefined || (mounts as readonly string[]).includes(type);

/** Lines with a keyword nobody knows, and lines with flags that are not the usual ones. */
const suspects = candidates((one) => !instructions.has(one.name) || !one.flags.every(isUsual) || one.trigger !== undefined);

/** The builder stops at the first word that it does not know. */
export default defineRule({
  id: 'dockerfile/unknown-word',
  title: 'Instructions and flags are spelt as the builder knows them',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  neighbours: ['dockerfile-utils UNKNOWN_INSTRUCTION'],
  reads: 'dockerfile',
  *check(subject) {
    if (subject.facts.template || hasOwnSyntax(subject)) return;
    const found = suspects(subject);
    // Without a stage it may be another kind of file that is only called like this.
    if (subject.facts.stages.length === 0 && !found.some(({ name }) => nearest(name, ['FROM'], 2))) return;
    for (const outer of found) {
      if (!instructions.has(outer.name)) {
        const finding = unknownInstruction(subject, outer);
        if (finding) yield finding;
        continue;
      }
      for (const one of outer.trigger ? [outer, outer.trigger] : [outer]) yield* unknownFlags(subject, one);
    }
  },
});

/** A frontend of somebody else may know more words. */
const hasOwnSyntax = ({ parsed }: Subject<'dockerfile'>): boolean => {
  for (const node of parsed.tree.nodes) {
    // Directives stand in front of everything else.
    if (node.is === 'instruction') return false;
    if (node.is === 'directive' && node.name === 'syntax')
      return !/^(?:docker\.io\/)?docker\/dockerfile(?:[:@]|-upstream|$)/.test(node.value);
  }
  return false;
};

const unknownInstruction = (
  { uri, text, parsed }: Subject<'dockerfile'>,
  { name, keyword, body, flags, span }: Instruction,
): Finding | undefined => {
  const alone = body.from === body.to && flags.length === 0;
  // It is being typed.
  if (alone && [...instructions].some((known) => known.startsWith(name))) return undefined;
  const meant = nearest(name, instructions, name.length < 4 ? 1 : 2);
  if (meant !== undefined) {
    const written = keyword.text === keyword.text.toLowerCase() ? meant.toLowerCase() : meant;
    return {
      at: { uri, span: keyword.span },
      message: `There is no instruction \`${keyword.text}\`, so the build ends here; did you mean \`${written}\`?`,
      fixes: () => [fix(`Write \`${written}\``, true, uri, replace(keyword.span, written))],
    };
  }
  const above = parsed.tree.instructions.findLast((one) => one.span.to <= span.from);
  const continues = above?.name === 'RUN' && above.content.to < span.from && /^\s*$/.test(text.slice(above.content.to, keyword.span.from));
  return {
    at: { uri, span: keyword.span },
    message: continues
      ? `\`${keyword.text}\` is no instruction, so the build ends here: nothing joins this line to the command above; end that one with \`${parsed.tree.escape}\``
      : `\`${keyword.text}\` is no instruction, so the build ends here; write one of the builder's own, or make it a comment`,
    fixes: () =>
      continues && above
        ? [fix(`End the line above with \`${parsed.tree.escape}\``, false, uri, insert(above.content.to, ` ${parsed.tree.escape}`))]
        : [],
  };
};

function* unknownFlags({ uri, knowledge }: Subject<'dockerfile'>, { name, flags }: Instruction): Iterable<Finding> {
  const known = flagsBy(knowledge).get(name);
  if (!known) return;
  for (const flag of flags) {
    const written = `--${flag.name.replace(/^--/, '')}`;
    if (!known.includes(written)) {
      // A newer builder may know a flag that nothing here is like.
      const meant = nearest(written, known, 2);
      if (meant !== undefined) yield misspelt(uri, flag.nameSpan, `\`${name}\` has no flag \`${written}\``, written, meant);
      continue;
    }
    if (name !== 'RUN' || written !== '--mount' || !flag.value || !flag.valueSpan) continue;
    const type = typeIn(flag.value);
    const meant = type?.[1] && !isMount(type[1]) ? nearest(type[1], mounts, 2) : undefined;
    if (!type?.[1] || meant === undefined || flag.value.length !== flag.valueSpan.to - flag.valueSpan.from) continue;
    const from = flag.valueSpan.from + type.index + type[0].length - type[1].length;
    yield misspelt(uri, { from, to: from + type[1].length }, `There is no type of mount \`${type[1]}\``, type[1], meant);
  }
}

const misspelt = (uri: Subject<'dockerfile'>['uri'], span: Span, what: string, written: string, meant: string): Finding => ({
  at: { uri, span },
  message: `${what}, so the build ends here; did you mean \`${meant}\`?`,
  // Whether the span holds the dashes is for the text to say.
  fixes: () => [
    fix(`Write \`${meant}\``, true, uri, replace(span, span.to - span.from === written.length ? meant : meant.replace(/^--/, ''))),
  ],
});

/** The flags that the catalogue has, with their dashes, by instruction. */
const flagsBy = memo((knowledge: Knowledge): ReadonlyMap<string, readonly string[]> => {
  const out = new Map<string, string[]>();
  for (const { name } of knowledge.list('dockerfile-flag')) {
    const [owner = '', flag = ''] = name.split(' ');
    out.set(owner, [...(out.get(owner) ?? []), flag]);
  }
  return out;
});
