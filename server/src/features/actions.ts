// The lamp: fixes first, then ways to be quiet about a finding, then its page.

import type { FileKind, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import { type Fix, type Problem, urlOf } from '../rules/rule.ts';
import { type Edit, insert } from '../text/edit.ts';
import { lineEndOf } from '../text/lines.ts';
import { overlaps } from '../text/span.ts';
import { resolve, type Uri } from '../text/uri.ts';
import type { Action, ActionPlace } from './feature.ts';

/** What can be done about the problems that touch the selection. */
export const actions = (place: ActionPlace): readonly Action[] => {
  const { project, parsed, runner, span } = place;
  const all = runner.problems(project, parsed.file.uri);
  const here = all.filter((problem) => overlaps(problem.at.span, span));
  const out: Action[] = [];
  const quiet: Action[] = [];
  const explain: Action[] = [];
  const named = new Set<string>();
  for (const problem of here) {
    const { rule, at } = problem;
    const fixes = problem.fixes();
    for (const one of fixes) {
      out.push({ title: one.title, kind: 'quickfix', preferred: one.safe && fixes.length === 1, rule, at, edits: one.edits });
    }
    quiet.push(ignoreHere(place, problem));
    if (named.has(rule)) continue;
    named.add(rule);
    const same = all.filter((other) => other.rule === rule);
    const edits = same.length > 1 ? joined(same) : undefined;
    if (edits) out.push({ title: `Fix all \`${rule}\` in this file`, kind: 'quickfix', preferred: false, rule, at, edits });
    quiet.push({
      title: `Ignore \`${rule}\` in this file`,
      kind: 'quickfix',
      preferred: false,
      rule,
      at,
      edits: new Map([[at.uri, [insert(0, `${comment(place, `drydock: ignore-file[${rule}]`)}${lineEndOf(parsed.file.text)}`)]]]),
    });
    const off = switchOff(place, rule);
    if (off) quiet.push({ title: `Set \`${rule}\` to off in drydock.yaml`, kind: 'quickfix', preferred: false, rule, at, edits: off });
    explain.push({ title: `Explain \`${rule}\``, kind: 'explain', preferred: false, rule, at, edits: new Map(), url: urlOf(rule) });
  }
  return [...out, ...quiet, ...explain];
};

/** All safe fixes of a file in one step; nothing when there is none. A fix that would touch the text of another is left for the next round. */
export const fixAll = ({ project, parsed, runner }: Omit<ActionPlace, 'span'>): Action | undefined => {
  const edits = joined(runner.problems(project, parsed.file.uri));
  return edits && { title: 'Fix all that Drydock can fix safely', kind: 'source.fixAll.drydock', preferred: false, edits };
};

/** The safe fixes of several problems together; of two that touch the same text, the first wins whole. */
const joined = (problems: readonly Problem[]): ReadonlyMap<Uri, readonly Edit[]> | undefined => {
  const taken = new Map<Uri, Edit[]>();
  for (const problem of problems) {
    // Applied unasked, a fix stays in the file it was asked for.
    const safe: Fix | undefined = problem.fixes().find((one) => one.safe && one.edits.size === 1 && one.edits.has(problem.at.uri));
    if (!safe) continue;
    const free = [...safe.edits].every(([uri, edits]) =>
      edits.every((edit) => !(taken.get(uri) ?? []).some((other) => overlaps(edit.span, other.span))),
    );
    if (!free) continue;
    for (const [uri, edits] of safe.edits) taken.set(uri, [...(taken.get(uri) ?? []), ...edits]);
  }
  return taken.size > 0 ? taken : undefined;
};

/** A comment of its own line in the language of the file. */
const comment = ({ parsed }: ActionPlace, words: string): string => {
  const sign = languageOf(parsed as Parsed<FileKind>).commentSign;
  return sign === '/*' ? `/* ${words} */` : `${sign} ${words}`;
};

/** A comment of its own line above the statement the problem stands in. */
const ignoreHere = (place: ActionPlace, { rule, at }: Problem): Action => {
  const { text } = place.parsed.file;
  const line = text.lastIndexOf('\n', at.span.from - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line, at.span.from))?.[0] ?? '';
  const above = `${indent}${comment(place, `drydock: ignore[${rule}]`)}${lineEndOf(text)}`;
  return {
    title: `Ignore \`${rule}\` here`,
    kind: 'quickfix',
    preferred: false,
    rule,
    at,
    edits: new Map([[at.uri, [insert(line, above)]]]),
  };
};

/** The edit that turns a rule off in the project's drydock.yaml; makes the file where there surely is none. */
const switchOff = ({ project }: ActionPlace, rule: string): ReadonlyMap<Uri, readonly Edit[]> | undefined => {
  const file = project.all.drydock[0];
  if (!file) {
    const uri = resolve(project.root, 'drydock.yaml');
    return project.exists(uri) === false ? new Map([[uri, [insert(0, `rules:\n  ${rule}: off\n`)]]]) : undefined;
  }
  const { text, uri } = file.parsed.file;
  const end = lineEndOf(text);
  const written = file.facts.rules.find(({ id }) => id.text === rule);
  if (written) return new Map([[uri, [{ span: written.severity.span, text: 'off' }]]]);
  const key = file.facts.keys.find(({ text: name }) => name === 'rules');
  if (!key)
    return new Map([[uri, [insert(text.length, `${text === '' || text.endsWith('\n') ? '' : end}rules:${end}  ${rule}: off${end}`)]]]);
  const first = file.facts.rules[0];
  if (!first) return undefined;
  const line = text.lastIndexOf('\n', first.id.span.from - 1) + 1;
  const indent = text.slice(line, first.id.span.from);
  return /^[ \t]+$/.test(indent) ? new Map([[uri, [insert(line, `${indent}${rule}: off${end}`)]]]) : undefined;
};
