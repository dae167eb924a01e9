import type { Value, VariableUse } from '../../languages/dockerfile/expand.ts';
import type { Stage, Step } from '../../languages/dockerfile/facts.ts';
import { asRead } from '../../languages/dockerfile/moved.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { memo } from '../../languages/memo.ts';
import { nearest } from '../../text/distance.ts';
import { covers } from '../../text/span.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { setByImage } from '../reading/dockerfile/image-variables.ts';
import { mayUse } from '../reading/dockerfile/variables.ts';
import { defineRule, type Finding, fix, replace, type Subject } from '../rule.ts';

/** Arguments that may be used without an ARG (frontend/dockerfile/dockerfile2llb/defaultargs.go), and what tools set for a build. */
const always = /^(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY$|^(?:http|https|ftp|no|all)_proxy$|^SOURCE_DATE_EPOCH$|^BUILDKIT_/;
/** Lists of folders to which people add. */
const lists = /^(?:PYTHONPATH|LD_LIBRARY_PATH|LIBRARY_PATH|MANPATH|CPATH|C_INCLUDE_PATH|CPLUS_INCLUDE_PATH|PKG_CONFIG_PATH|NODE_PATH)$/;

/** A variable that nobody sets is empty, without a word. */
export default defineRule({
  id: 'dockerfile/undefined-variable',
  title: 'Variables are set before they are used',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['UndefinedVar'],
  neighbours: ['buildkit UndefinedVar'],
  reads: 'dockerfile',
  by: 'stage',
  // PATH is set in every image.
  words: /^\s*(?:env|arg|copy|add|expose|user)\b[^\n]*\$(?!\{?PATH\b)/im,
  // The names that are there are proposed for one that is not, and of several users the last is read.
  minds: /^\s*(?:env|arg|user)\b/i,
  *check(subject) {
    const globals = new Set(subject.facts.globals.map(({ name }) => name));
    for (const stage of subject.facts.stages) {
      const image = imageOf(subject, stage);
      if (!image || image.kind === 'ubi' || image.kind === 'distroless') continue;
      const set = setByImage(image);
      const told = new Set<string>();
      for (const step of stage.steps) {
        if (!mayUse(step.instruction) || namesIn(asRead(step.instruction)).every(isKnownIn(step.environment, globals, set))) continue;
        // What the same line sets, too late for itself, is another rule's.
        const own = new Set(step.instruction.name === 'ENV' ? settingsOf(stage, step.instruction).map(({ name }) => name) : []);
        for (const use of usesIn(stage, step)) {
          // What is declared in front of the first FROM is another rule's.
          if (told.has(use.name) || globals.has(use.name) || set.has(use.name) || always.test(use.name) || step.environment.has(use.name))
            continue;
          if ((own.has(use.name) && own.size > 1) || /^:?[-+?=]/.test(use.modifier) || !/^[A-Za-z_]\w*$/.test(use.name)) continue;
          told.add(use.name);
          yield finding(subject, step, set, use);
        }
      }
    }
  },
});

/** The names behind a `$` in an instruction. Nearly all are known, and to fill in the values of an instruction is dear. */
const namesIn = memo((instruction: Instruction): readonly string[] => [
  ...new Set([...instruction.script.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name)),
]);
const isKnownIn =
  (...sets: readonly { has(name: string): boolean }[]) =>
  (name: string): boolean =>
    always.test(name) || sets.some((one) => one.has(name));

/** The variables that BuildKit fills in; RUN, CMD and ENTRYPOINT are left to a shell. */
const usesIn = (stage: Stage, { instruction }: Step): readonly VariableUse[] => {
  const values: (Value | undefined)[] = [];
  if (instruction.name === 'ENV' || instruction.name === 'ARG') for (const one of settingsOf(stage, instruction)) values.push(one.value);
  const copy =
    instruction.name === 'COPY' || instruction.name === 'ADD' ? stage.copies.find((one) => one.instruction === instruction) : undefined;
  if (copy) values.push(...copy.sources, copy.destination);
  if (instruction.name === 'EXPOSE') values.push(...stage.exposes.filter(({ span }) => covers(instruction.span, span)));
  if (
    instruction.name === 'USER' &&
    stage.user &&
    stage.user.span.from >= instruction.span.from &&
    stage.user.span.to <= instruction.span.to
  )
    values.push(stage.user);
  return values.flatMap((value) => {
    const all = value?.variables ?? [];
    // What stands in the braces of another counts only where that is set.
    return all.filter(({ span }) => !all.some((one) => one.span.from < span.from && one.span.to > span.to));
  });
};

const settingsOf = (stage: Stage, instruction: Step['instruction']) => stage.settings.filter((one) => one.instruction === instruction);

const finding = (
  { uri, text }: Subject<'dockerfile'>,
  { environment, instruction }: Step,
  set: ReadonlySet<string>,
  use: VariableUse,
): Finding => {
  const { name, nameSpan, span } = use;
  const meant = nearest(
    name,
    [...environment.keys(), ...set].filter((one) => one !== '' && one !== name),
    name.length > 5 ? 2 : 1,
  );
  const separated = text[span.from - 1] === ':' ? 'before' : text[span.to] === ':' ? 'after' : undefined;
  const list = lists.test(name) && separated !== undefined;
  return {
    at: { uri, span },
    message: list
      ? `\`${name}\` is set nowhere before, so an empty folder comes into the list, which means the current one; write \`\${${name}:+…}\`, or leave it out`
      : `\`${name}\` is set nowhere in this stage, so it is empty in this ${instruction.name}; ${meant ? `did you mean \`${meant}\`?` : name === 'HOME' ? 'RUN and the container get it only when they start; write the folder' : `declare it with \`ARG ${name}\`, or correct the name`}`,
    severity: list ? 'hint' : 'warning',
    fixes: () => {
      if (meant && !list) return [fix(`Use \`${meant}\``, false, uri, replace(nameSpan, meant))];
      if (!list || !separated || use.modifier !== '') return [];
      return separated === 'before'
        ? [fix('Add it only where it is set', true, uri, replace({ from: span.from - 1, to: span.to }, `\${${name}:+:$${name}}`))]
        : [fix('Add it only where it is set', true, uri, replace({ from: span.from, to: span.to + 1 }, `\${${name}:+$${name}:}`))];
    },
  };
};
