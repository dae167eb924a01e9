// Where to keep what follows from some of the instructions of a stage alone, through edits in others.
import { memo } from '../memo.ts';
import { type Change, changeOf, givesValues, type Lists, readsOf } from './change.ts';
import type { Stage } from './facts.ts';
import { readAs } from './moved.ts';
import type { Instruction } from './parse.ts';
import { reachOf } from './reach.ts';

/** How a stage became what it is; versions are numbered, so that none holds on to the one before it. */
interface Edit {
  readonly from: number;
  readonly to: number;
  /** What changed; nothing where that may be anything. */
  readonly change: Change | undefined;
}
interface Latest {
  version: number;
  index: number;
  given: string;
  reads: Lists;
}
let versions = 0;
const latestAt = memo((_: Instruction): { latest?: Latest } => ({}));
const edits = memo((_: object): { edit?: Edit } => ({}));

/** What the latest edit changed in a stage and in those it is made from. */
const editOf = (stage: Stage): Edit => {
  const made = edits(stage.core);
  if (made.edit) return made.edit;
  const slot = latestAt(readAs(stage.from).read);
  const { latest: before } = slot;
  const { index, given } = stage;
  const reads = readsOf(reachOf(stage).map(({ instructions }) => instructions));
  const change = before?.index === index && before.given === given ? changeOf(before.reads, reads) : undefined;
  slot.latest = { version: ++versions, index, given, reads };
  made.edit = {
    from: before?.version ?? 0,
    to: versions,
    change: change && !givesValues(change.instructions, stage) ? change : undefined,
  };
  return made.edit;
};

interface Slot {
  readonly version: number;
  readonly object: object;
}

/**
 * Makes a question for the object to keep an answer at that follows from FROM and those instructions alone that fit, keyword included,
 * of a stage and of all it is made from: the same object for as long as none of these changes but its place, and nothing that gives a
 * value to a variable of their lines. The answer must not speak of places.
 */
export const mindedSlot = (minds: RegExp): ((stage: Stage) => object) => {
  const latest = memo((_: Instruction): { slot?: Slot } => ({}));
  const own = memo((_: object): { object?: object } => ({}));
  return (stage) => {
    const here = own(stage.core);
    if (here.object) return here.object;
    const { from, to, change } = editOf(stage);
    const kept = latest(readAs(stage.from).read);
    const { slot } = kept;
    const isSame = change && slot?.version === from && !change.instructions.some(({ script }) => minds.test(script.text));
    here.object = (isSame ? slot?.object : undefined) ?? {};
    kept.slot = { version: to, object: here.object };
    return here.object;
  };
};

/** Makes a question that a stage keeps its answer to while nothing is typed in such instructions; the answer must not speak of places. */
export const perMinded = <R>(minds: RegExp, answer: (stage: Stage) => R): ((stage: Stage) => R) => {
  const kept = memo((_: object): { result?: { readonly is: R } } => ({}));
  const slotOf = mindedSlot(minds);
  return (stage) => {
    const slot = kept(slotOf(stage));
    slot.result ??= { is: answer(stage) };
    return slot.result.is;
  };
};

/** The instructions that say what is started; what options a server gets from variables is not in them. */
export const starts = /^\s*(?:cmd|entrypoint)\b/i;
/**
 * What a RUN holds that makes, moves or removes files, as far as `originOf` follows that (languages/dockerfile/files.ts,
 * project/dockerfile/origin.ts). What package managers install, and take away of their own lists, is not followed.
 */
export const changesFiles = new RegExp(
  [
    /\b(?:cp|mv|ln|touch|useradd|adduser)\b/,
    /\brm\b(?!(?:\s+(?:-[\w-]+|\/var\/(?:lib\/apt\/lists|cache\/ap[kt])(?:\/[\w*]*)*))+[ \t]*(?:[;&|\n]|$))/,
    /(?<![\w.-])install(?![\w.-])(?<!\b(?:pip[\d.]*|apt|apt-get|dnf|microdnf|yum|npm|poetry|pipenv)(?:[ \t]+-\S+)*[ \t]+install)/,
    />(?!&\d|=\d|\s*\/dev\/(?:null|std(?:out|err))\b)/,
    /-o\b|--out|<</,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
/**
 * All but those RUN that change no files: all that a deployment is made of follows from them, but for what is collected while the
 * image is built. What a variable or another command gives may be any word.
 */
export const allButCommands = new RegExp(`^\\s*(?!run\\b)\\S|[$\`]|${changesFiles.source}`, 'i');
/** The instructions that bring files, with the mounts of a RUN. */
export const brings = /^\s*(?:copy|add)\b|--mount/i;
