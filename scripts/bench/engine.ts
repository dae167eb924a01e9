// In this process, without a protocol: how long each step between a keystroke and its diagnostics takes.

import { complete } from '../../server/src/features/complete.ts';
import { hover } from '../../server/src/features/hover.ts';
import { createKnowledge } from '../../server/src/knowledge/catalogue.ts';
import { catalogueText } from '../../server/src/knowledge/catalogue-text.ts';
import { tablesText } from '../../server/src/knowledge/images/tables-text.ts';
import { facts as dockerfileFacts } from '../../server/src/languages/dockerfile/facts.ts';
import type { AnyParsed, Parsed } from '../../server/src/languages/language.ts';
import { factsOf, kindOf, parse } from '../../server/src/languages/languages.ts';
import { facts as uwsgiFacts } from '../../server/src/languages/uwsgi/facts.ts';
import { abilitiesOf } from '../../server/src/lsp/abilities.ts';
import { toDiagnostic } from '../../server/src/lsp/convert.ts';
import { djangoProjects } from '../../server/src/project/settings/django.ts';
import { expand } from '../../server/src/project/uwsgi/expand.ts';
import { reading } from '../../server/src/project/uwsgi/reading.ts';
import { worldOf } from '../../server/src/project/uwsgi/world.ts';
import { createWorkspace } from '../../server/src/project/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { FileRule } from '../../server/src/rules/rule.ts';
import { createRunner } from '../../server/src/rules/run.ts';
import type { SourceFile } from '../../server/src/text/file.ts';
import { linesOf } from '../../server/src/text/lines.ts';
import { uriOfPath } from '../../server/src/text/uri.ts';
import { abilities } from './editing.ts';
import type { Sample } from './texts.ts';
import { applied, keystrokes } from './typing.ts';

/** The name of a step and its milliseconds, one for each keystroke. */
export type Steps = ReadonlyMap<string, readonly number[]>;

const root = uriOfPath('/bench');
/** Tree to facts, without what remembers them. */
const makeFacts = (parsed: AnyParsed): unknown =>
  parsed.kind === 'dockerfile' ? dockerfileFacts(parsed) : parsed.kind === 'uwsgi' ? uwsgiFacts(parsed) : undefined;
const names = {
  file: () => undefined,
  spelling: (uri: string) => uri,
  version: () => null,
};

/**
 * Types into a sample and times every step on its own. `rules` holds the times of each rule, alone, after all of them have run
 * together, so that what they share is there; both maps leave the warm-up out.
 */
export const engineSteps = (sample: Sample, uncounted: number, counted: number): { readonly steps: Steps; readonly rules: Steps } => {
  const knowledge = createKnowledge(catalogueText, tablesText);
  const runner = createRunner(rules, knowledge, (rule, error) => {
    throw new Error(`The rule ${rule} threw`, { cause: error });
  });
  const ids: ReadonlySet<string> = new Set(rules.map(({ id }) => id));
  const workspace = createWorkspace();
  const steps = new Map<string, number[]>();
  const alone = new Map<string, number[]>();
  const hand = keystrokes(sample);
  let text = sample.text;
  let counting = false;
  const timed = <T>(into: Map<string, number[]>, name: string, run: () => T): T => {
    const from = performance.now();
    const result = run();
    const took = performance.now() - from;
    const list = into.get(name) ?? [];
    if (counting) into.set(name, [...list, took]);
    return result;
  };
  const step = <T>(name: string, run: () => T): T => timed(steps, name, run);

  const address = uriOfPath(`/bench/${sample.name}`);
  const kind = kindOf(address, sample.text);
  if (!kind) throw new Error(`${sample.name} is none of our files`);
  const beside = Object.entries(sample.beside ?? {}).map(([path, content]) => ({ uri: uriOfPath(`/bench/${path}`), content }));
  workspace.apply([
    { type: 'list', listing: { root, files: [address, ...beside.map(({ uri }) => uri)], complete: true } },
    ...beside.flatMap(({ uri, content }) => {
      const other = kindOf(uri, content);
      return other ? [{ type: 'write' as const, file: { uri, kind: other, version: 1, text: content } }] : [];
    }),
  ]);
  let before: AnyParsed | undefined;
  for (let i = 0; i < uncounted + counted; i++) {
    counting = i >= uncounted;
    const stroke = hand.next().value;
    text = applied(text, stroke);
    const file: SourceFile = { uri: address, kind, version: i, text };
    step('line offsets', () => linesOf(text));
    const parsed = step('parse', () => parse(file, before));
    before = parsed;
    step('facts', () => makeFacts(parsed));
    // The workspace parses for itself; what it made is what the later steps share.
    const snapshot = workspace.apply([{ type: 'write', file }]);
    const shared = snapshot.parsed(address);
    if (!shared) throw new Error('The workspace does not have the sample');
    const facts = factsOf(shared as Parsed<typeof kind>);
    const project = step('join the project', () => snapshot.project(address));
    if (!project) throw new Error('The workspace has no project for the sample');
    if ('sections' in facts) {
      step('expand', () => expand(facts, worldOf(project), knowledge));
      step('expand and read', () => reading(facts, project, knowledge));
    }
    if (kind === 'python') step('evaluate the settings', () => djangoProjects(project).map(({ production }) => production));
    const problems = step('all rules', () => runner.problems(project, address));
    const subject = { uri: address, text, parsed: shared, facts, project, knowledge, ids };
    for (const rule of rules)
      if (rule.reads === kind) timed(alone, rule.id, () => [...(rule as FileRule<typeof kind>).check(subject as never)].length);
    step('to the protocol', () =>
      JSON.stringify(problems.map((problem) => toDiagnostic(shared.file, problem, { abilities: everything, names }))),
    );
    const offset = offsetOf(text, stroke.range.start);
    const place = { project, parsed: shared, knowledge, offset };
    step('completion', () => complete(place));
    step('hover', () => hover(place));
  }
  return { steps, rules: alone };
};

const offsetOf = (text: string, { line, character }: { readonly line: number; readonly character: number }): number => {
  let at = 0;
  for (let i = 0; i < line; i++) at = text.indexOf('\n', at) + 1;
  return at + character;
};

const everything = abilitiesOf({ processId: null, rootUri: null, capabilities: abilities(true) });
