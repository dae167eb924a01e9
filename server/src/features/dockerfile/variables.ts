// Variables as completions: behind `$`, and as names that ARG and ENV declare.
import type { DockerfileFacts, Stage, Variable } from '../../languages/dockerfile/facts.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';

/** What images set themselves, beside what the file declares. */
const ofImage: readonly (readonly [name: string, brief: string])[] = [
  ['PATH', 'Set by the base image'],
  ['HOME', 'Set by the shell, by the user'],
];

/** `$` and what is typed of a name behind it; nothing where the sign is escaped. */
export const variableTyped = (typed: string): { readonly name: string; readonly braced: boolean } | undefined => {
  const match = /(^|[^\\])\$(\{?)(\w*)$/.exec(typed);
  return match ? { name: match[3] ?? '', braced: match[2] === '{' } : undefined;
};

/** The variables that hold at a place of a stage, or in front of the first one. */
export const visible = (stage: Stage | undefined, offset: number): readonly Variable[] => {
  if (!stage) return [];
  const step = stage.steps.find(({ instruction }) => offset <= instruction.span.to);
  return [...(step?.environment ?? stage.environment).values()];
};

/** Variables for the word behind `$`; `span` is the place of the name, `close` whether a brace is missing. */
export const variables = (
  { knowledge }: Place,
  facts: DockerfileFacts,
  stage: Stage | undefined,
  offset: number,
  inFrom: boolean,
  span: Span,
  close: boolean,
): readonly Completion[] => {
  const out = new Map<string, Completion>();
  const add = (name: string, detail: string, sort: string, entry?: Completion['entry']) => {
    if (out.has(name)) return;
    const insert = close ? `${name}}` : name;
    out.set(name, completion(name, 'variable', span, { detail, insert, plain: insert, sort: sort + name, ...(entry ? { entry } : {}) }));
  };
  if (inFrom || !stage) {
    for (const { name, value } of facts.globals) add(name, value ? value.text : 'ARG without a default', '1');
    for (const { kind, name, brief } of knowledge.list('dockerfile-argument')) {
      if (/^(?:TARGET|BUILD(?!KIT))/.test(name)) add(name, brief, '3', { kind, name });
    }
  } else {
    for (const { name, by, text } of visible(stage, offset)) add(name, text === '' ? by : `${by} ${text}`, '1');
    for (const [name, brief] of ofImage) add(name, brief, '4');
  }
  return [...out.values()];
};

/** Names for ARG: those of the file that a stage declares again, and those that every build knows. */
export const argumentNames = (
  { knowledge }: Place,
  facts: DockerfileFacts,
  stage: Stage | undefined,
  span: Span,
): readonly Completion[] => {
  const globals = stage
    ? facts.globals.map(({ name, value }) =>
        completion(name, 'variable', span, { detail: value ? `Declared above: ${value.text}` : 'Declared above', sort: `0${name}` }),
      )
    : [];
  const known = knowledge.list('dockerfile-argument').map(({ kind, name, brief }, i) =>
    completion(name, 'variable', span, {
      detail: brief,
      sort: `${/PROXY/.test(name) ? 3 : 2}${String(i).padStart(2, '0')}`,
      entry: { kind, name },
    }),
  );
  const usual = [
    ['PYTHON_VERSION', '3.13', 'For FROM lines that share a Python'],
    ['DEBIAN_FRONTEND', 'noninteractive', 'Keeps apt from asking, while building only'],
  ] as const;
  const named = new Set(globals.map(({ label }) => label));
  return [
    ...globals,
    ...usual.flatMap(([name, value, detail]) =>
      named.has(name)
        ? []
        : [completion(name, 'variable', span, { detail, insert: `${name}=${value}`, plain: `${name}=${value}`, sort: `1${name}` })],
    ),
    ...known,
  ];
};
