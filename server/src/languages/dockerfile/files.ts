// The files and folders a stage makes, in order, and whom they belong to, as far as its instructions tell.
import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Span } from '../../text/span.ts';
import { memo } from '../memo.ts';
import type { Copy, Run, Stage, Step } from './facts.ts';
import type { Instruction } from './parse.ts';

/** Something that happens to a path of the image. */
export interface FileEffect {
  readonly does: 'make' | 'own' | 'remove';
  /** Absolute, without `.` and `..` and without a slash at its end. */
  readonly path: string;
  /** For `make`: a file, an empty folder, or a folder with things in it; a copy does not say which. */
  readonly kind: 'file' | 'folder' | 'tree' | 'copy';
  /** Who owns it afterwards, without the group; nothing when that is not known. */
  readonly owner: string | undefined;
  /** For `own`: everything below as well. */
  readonly recursive: boolean;
  /** False when a condition decides whether it happens. */
  readonly certain: boolean;
  readonly instruction: Instruction;
  readonly span: Span;
}

/** A slash at the end, two in a row, or a part that begins with a dot and so may be `.` or `..`. */
const untidy = /\/(?:$|[/.])/;

/** A path in a folder, in its shortest form; nothing when it is relative to a folder that is not known. */
export const absolute = (folder: string | undefined, path: string): string | undefined => {
  if (path.startsWith('/') && !untidy.test(path)) return path;
  if (!path.startsWith('/')) {
    if (folder === undefined) return undefined;
    if (path !== '' && path[0] !== '.' && !untidy.test(path) && folder[0] === '/' && !untidy.test(folder)) return `${folder}/${path}`;
  }
  const out: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : `${folder}/`}${path}`.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
};

/** True when the path is the folder or lies below it. */
export const within = (folder: string, path: string): boolean => path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

/** The folder an instruction works in; the root of the image where the base is known to set none. */
export const folderAt = (stage: Stage, { workdir }: Pick<Step, 'workdir'>): string | undefined => {
  if (workdir) return workdir.known ? absolute('/', workdir.text) : undefined;
  return setsNothing(stage) ? '/' : undefined;
};

/** Official images that leave the user root and the folder `/`. */
const setsNothing = ({ base }: Stage): boolean => base !== undefined && base.family !== 'other' && base.family !== 'distroless';

/** The user an instruction runs as, without the group; nothing when that is not known. */
export const userAt = (stage: Stage, { user }: Pick<Step, 'user'>): string | undefined => {
  if (user) return user.known ? ownerIn(user.text) : undefined;
  return setsNothing(stage) ? 'root' : undefined;
};
const ownerIn = (text: string): string | undefined => {
  const name = text.replace(/[:.].*$/s, '');
  return name === '' ? undefined : name === '0' ? 'root' : name;
};

/** A RUN command with its words filled in, and the folder it runs in after the `cd`s in front of it. */
export interface PlacedRun {
  readonly run: Run;
  readonly words: readonly Argument[];
  readonly folder: string | undefined;
}

export const placedRuns = memo((stage: Stage): readonly PlacedRun[] => {
  let step: Step | undefined;
  let folder: string | undefined;
  return stage.runs.map((run): PlacedRun => {
    if (run.step !== step) {
      step = run.step;
      folder = folderAt(stage, step);
    }
    const { words } = run;
    const placed = { run, words, folder };
    if (programOf(words[0]) === 'cd') folder = words[1]?.known && run.command.certain ? absolute(folder, words[1].text) : undefined;
    return placed;
  });
});

const byKey = <K, T>(list: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> => {
  const out = new Map<K, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = out.get(key);
    if (group) group.push(item);
    else out.set(key, [item]);
  }
  return out;
};
const nothing: readonly never[] = [];

const placedByStep = memo((stage: Stage) => byKey(placedRuns(stage), ({ run }) => run.step));

/** The commands of one RUN, in order. */
export const placedIn = (stage: Stage, step: Step): readonly PlacedRun[] => placedByStep(stage).get(step) ?? nothing;

const effectsByInstruction = memo((stage: Stage) => byKey(filesOf(stage), ({ instruction }) => instruction));

/** What one instruction makes, gives away and removes, in order. */
export const effectsIn = (stage: Stage, instruction: Instruction): readonly FileEffect[] =>
  effectsByInstruction(stage).get(instruction) ?? nothing;

/** The paths a stage makes, gives away and removes, in order; what it inherits from its base is not in it. */
export const filesOf = memo((stage: Stage): readonly FileEffect[] => {
  const out: FileEffect[] = [];
  const copies = new Map(stage.copies.map((copy) => [copy.instruction, copy] as const));
  const placed = placedRuns(stage);
  let next = 0;
  for (const [i, step] of stage.steps.entries()) {
    const { instruction } = step;
    if (instruction.name === 'WORKDIR') {
      const after = stage.steps[i + 1]?.workdir ?? stage.workdir;
      const path = after?.known ? absolute('/', after.text) : undefined;
      // BuildKit makes the folder for the user of the moment (dispatchWorkdir in frontend/dockerfile/dockerfile2llb/convert.go).
      const owner = userAt(stage, step);
      const rest = { kind: 'folder', recursive: false, certain: true, instruction, span: instruction.content } as const;
      if (path) out.push({ does: 'make', path, owner, ...rest });
    }
    const copy = copies.get(instruction);
    if (copy) out.push(...copied(stage, step, copy));
    for (let one = placed[next]; one?.run.step === step; one = placed[++next]) out.push(...changed(stage, one));
  }
  return out;
});

const copied = (stage: Stage, step: Step, { destination, owner, instruction }: Copy): readonly FileEffect[] => {
  const path = destination?.known ? absolute(folderAt(stage, step), destination.text) : undefined;
  if (!path || !destination) return [];
  const by = owner === undefined ? 'root' : owner.includes('$') ? undefined : ownerIn(owner);
  return [{ does: 'make', path, kind: 'copy', owner: by, recursive: false, certain: true, instruction, span: destination.span }];
};

/** Words that are no options; options in `valued` take the word behind them. */
const operands = (
  words: readonly Argument[],
  valued: RegExp,
): { readonly paths: readonly Argument[]; readonly options: ReadonlyMap<string, string> } => {
  const paths: Argument[] = [];
  const options = new Map<string, string>();
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    if (!word) break;
    if (!/^-./.test(word.text)) paths.push(word);
    else {
      const [name = '', ...value] = word.text.split('=');
      const next = value.length === 0 && valued.test(name) ? words[++i]?.text : value.join('=');
      options.set(name, next ?? '');
    }
  }
  return { paths, options };
};

/** For each program: its options that take the word behind them. */
const valued: Readonly<Record<string, RegExp>> = {
  adduser: /^-[hgsGuk]$|^--(?:home|shell|uid|gid|ingroup|comment|gecos|add_extra_groups)$/,
  useradd: /^-[bcdefgGkKpsuZ]$|^--(?:base-dir|comment|home-dir|home|expiredate|gid|groups|skel|key|password|shell|uid)$/,
  install: /^-[ogmtS]$|^--(?:owner|group|mode|target-directory|suffix)$/,
  mkdir: /^-m$|^--mode$/,
  touch: /^-[drt]$/,
  chown: /^--from$/,
};
const never = /^(?!)/;

const changed = (stage: Stage, { run, words, folder }: PlacedRun): readonly FileEffect[] => {
  const { instruction } = run.step;
  const user = userAt(stage, run.step);
  const effect = (
    does: FileEffect['does'],
    kind: FileEffect['kind'],
    word: Argument,
    owner: string | undefined,
    recursive = false,
  ): readonly FileEffect[] => {
    const path = word.known && !/[*?[{]/.test(word.text) ? absolute(folder, word.text) : undefined;
    return path ? [{ does, path, kind, owner, recursive, certain: run.command.certain, instruction, span: word.span }] : [];
  };
  const program = programOf(words[0]);
  const { paths, options } = operands(words, (Object.hasOwn(valued, program) && valued[program]) || never);
  const last = paths.at(-1);
  switch (program) {
    case 'mkdir':
      return paths.flatMap((word) => effect('make', 'folder', word, user));
    case 'touch':
      return paths.flatMap((word) => effect('make', 'file', word, user));
    case 'install': {
      const owner = options.get('-o') ?? options.get('--owner') ?? user;
      const folders = [...options.keys()].some((name) => /^-[a-z]*d/.test(name)) || options.has('--directory');
      return folders ? paths.flatMap((word) => effect('make', 'folder', word, owner)) : last ? effect('make', 'file', last, owner) : [];
    }
    case 'chown': {
      const [owner, ...rest] = paths;
      const recursive = [...options.keys()].some((name) => /^-[a-zA-Z]*R/.test(name) || name === '--recursive');
      return rest.flatMap((word) => effect('own', 'folder', word, owner?.known ? ownerIn(owner.text) : undefined, recursive));
    }
    case 'rm':
      return paths.flatMap((word) => effect('remove', 'tree', word, undefined));
    case 'cp':
    case 'mv':
    case 'ln':
      return last && paths.length > 1 ? effect('make', 'copy', last, user) : [];
    case 'useradd':
    case 'adduser': {
      const name = program === 'adduser' && paths.length > 1 ? paths[0] : last;
      const bare = program === 'useradd' && ![...options.keys()].some((one) => /^-[a-z]*m/.test(one) || one === '--create-home');
      if (!name?.known || bare || options.has('--no-create-home') || options.has('-M') || options.has('-H')) return [];
      const home = options.get('-d') ?? options.get('--home-dir') ?? options.get('--home') ?? options.get('-h') ?? `/home/${name.text}`;
      return effect('make', 'tree', { ...name, text: home || `/home/${name.text}` }, name.text);
    }
    default:
      return [];
  }
};

/**
 * Who owns a path when an instruction of the stage begins (at the stage's end when none is given).
 * `absent` when nothing makes it, undefined when that cannot be told. `brought` takes for granted that a copy over it brings it.
 */
export const ownerOf = (stage: Stage, path: string, before?: Instruction, brought = false): string | undefined => {
  let owner: string | undefined = stage.parent
    ? ownerOf(stage.parent, path, undefined, brought)
    : setsNothing(stage)
      ? 'absent'
      : undefined;
  for (const effect of filesOf(stage)) {
    if (before && effect.instruction.span.from >= before.span.from) break;
    const here = within(effect.path, path);
    if (effect.does === 'own') {
      if (effect.path === path || (effect.recursive && here)) owner = effect.certain ? effect.owner : undefined;
    } else if (effect.does === 'remove') {
      if (here) owner = effect.certain ? 'absent' : undefined;
    } else if (owner === 'absent') {
      // A folder is made with all folders above it; what a copy brings below is not known here.
      if (within(path, effect.path)) owner = effect.certain ? effect.owner : undefined;
      else if (here && (effect.kind === 'copy' || effect.kind === 'tree')) owner = brought && effect.certain ? effect.owner : undefined;
    }
  }
  return owner;
};
