import { ofEachBuild } from '../../languages/dockerfile/each-stage.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { baseOf } from '../../languages/dockerfile/image.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import { readAs } from '../../languages/dockerfile/moved.ts';
import { perSlot } from '../../languages/dockerfile/per-content.ts';
import { memo } from '../../languages/memo.ts';
import { nearest } from '../../text/distance.ts';
import type { Span } from '../../text/span.ts';
import { defineRule, type Finding, fix, replace, type Subject } from '../rule.ts';

/** Files come from another stage, or from an image that can be pulled. */
export default defineRule({
  id: 'dockerfile/copy-from-stage',
  title: 'Files are copied from a stage that is there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DL3022', 'DL3023'],
  neighbours: ['hadolint DL3022'],
  reads: 'dockerfile',
  *check(subject) {
    const { stages } = subject.facts;
    for (const index of suspectsIn(takesOf(subject.facts))) {
      const stage = stages[index] as Stage;
      for (const { instruction } of stage.steps) {
        const flag = instruction.flags.find(({ name, value }) => name === 'from' && value);
        if (flag?.value && flag.valueSpan && (instruction.name === 'COPY' || instruction.name === 'ADD')) {
          const found = judge(subject, stage, flag.value, flag.valueSpan);
          if (found) yield found;
        }
        for (const { from, options } of mountsOf(instruction)) {
          const span = options.find(({ name }) => name === 'from')?.span;
          const found = from && span ? judge(subject, stage, from, { from: span.to - from.length, to: span.to }) : undefined;
          if (found) yield found;
        }
      }
    }
  },
});

/** A stage with what it names behind `from=`, in lower case. */
interface Takes {
  readonly name: string | undefined;
  readonly from: readonly string[];
}
const takesOf = ofEachBuild(
  perSlot(mindedSlot(/from/i), ({ name: own, instructions }: Stage): Takes => {
    const from = instructions.flatMap((one) => {
      const { read } = readAs(one);
      const flag = read.name === 'COPY' || read.name === 'ADD' ? read.flags.find(({ name, value }) => name === 'from' && value) : undefined;
      return [...(flag?.value ? [flag.value] : []), ...mountsOf(read).flatMap((mount) => mount.from ?? [])].map((name) =>
        name.toLowerCase(),
      );
    });
    return { name: own, from };
  }),
);
/** The stages that do not take all from others that are there, by their index. */
const suspectsIn = memo((all: readonly Takes[]): readonly number[] => {
  const names = new Set(all.map(({ name }) => name));
  return all.flatMap(({ name: own, from }, i) => (from.every((name) => name !== own && names.has(name)) ? [] : [i]));
});

const judge = ({ uri, facts, project, text }: Subject<'dockerfile'>, stage: Stage, from: string, span: Span): Finding | undefined => {
  const at = { uri, span };
  const { stages } = facts;
  if (/(?<!\\)\$/.test(from)) {
    return {
      at,
      message: `Variables are not filled in behind \`from=\`, and the build ends here; give the image a stage of its own, \`FROM ${from} AS …\`, and name that`,
      neighbours: [],
    };
  }
  const name = from.toLowerCase();
  const number = /^\d+$/.test(name) ? Number(name) : undefined;
  if (number !== undefined && number >= stages.length) {
    return {
      at,
      message: `There is no stage ${number}: they count from 0, and the last is ${stages.length - 1}, so the build ends here; name the stage instead`,
    };
  }
  if (stage.name === name || number === stage.index) {
    return {
      at,
      message:
        'A stage cannot copy from itself, and the build ends here ("circular dependency"); use `cp` in a RUN, or name the stage that is meant',
      neighbours: ['hadolint DL3023'],
    };
  }
  if (number !== undefined || stages.some((one) => one.name === name) || !/^[a-z][\w-]*$/.test(name) || baseOf(name).family !== 'other')
    return undefined;
  const meant = nearest(
    name,
    stages.flatMap((one) => (one.name && one !== stage ? [one.name] : [])),
    name.length > 5 ? 2 : 1,
  );
  // Compose and bake can give a folder or an image that name.
  const others = [...project.all.compose, ...project.all.bake, ...project.all.ci].some(({ parsed }) => parsed.file.text.includes(from));
  if (meant === undefined || others) return undefined;
  return {
    at,
    message: `No stage is called \`${from}\`, so Docker looks for an image of that name and the build ends here; did you mean \`${meant}\`?`,
    fixes: () => (text.slice(span.from, span.to) === from ? [fix(`Copy from \`${meant}\``, false, uri, replace(span, meant))] : []),
  };
};
