// The packages of the distribution that a stage installs and does not take away again.
import type { Argument } from '../../../commands/resolve.ts';
import { programOf } from '../../../commands/wrappers.ts';
import type { Run, Stage } from '../../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../../languages/dockerfile/files.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { memo } from '../../../languages/memo.ts';
import type { Span } from '../../../text/span.ts';
import { chainOf } from './shipped.ts';

export interface SystemPackage {
  readonly name: string;
  readonly tool: 'apt' | 'apk' | 'dnf';
  readonly span: Span;
  readonly run: Run;
  /** The name of `apk add --virtual`, by which it can be removed. */
  readonly virtual: string | undefined;
  /** True when a later command of the stage removes it, or may. */
  readonly removed: boolean;
}

const isSystem = (tool: string | undefined): tool is SystemPackage['tool'] => tool === 'apt' || tool === 'apk' || tool === 'dnf';

/** Names that a command removes; `all` when they are decided at run time. Nothing for other commands. */
const removedBy = (words: readonly Argument[]): ReadonlySet<string> | 'all' | undefined => {
  const program = programOf(words[0]);
  const verbs = /^(?:apt|apt-get|aptitude)$/.test(program) ? /^(?:purge|remove)$/ : program === 'apk' ? /^del$/ : /^(?:remove|erase)$/;
  if (!/^(?:apt|apt-get|aptitude|apk|dnf|yum|microdnf)$/.test(program)) return undefined;
  const at = words.findIndex(({ text }) => verbs.test(text));
  if (at < 0) return program.startsWith('apt') && words.some(({ text }) => text === '--auto-remove') ? new Set() : undefined;
  const names = words.slice(at + 1).filter(({ text }) => !text.startsWith('-'));
  return names.some(({ known }) => !known) ? 'all' : new Set(names.map(({ text }) => text));
};

/** The packages that a stage itself installs, in order. */
export const systemPackages = memo((stage: Stage): readonly SystemPackage[] => {
  const out: SystemPackage[] = [];
  for (const { run, words } of placedRuns(stage)) {
    const { installation } = run;
    if (installation && isSystem(installation.tool)) {
      const { tool, packages, options } = installation;
      const virtual = tool === 'apk' ? options.find(({ name }) => name === '--virtual' || name === '-t')?.value : undefined;
      for (const { name, span } of packages) out.push({ name, tool, span, run, virtual, removed: false });
      continue;
    }
    const removed = removedBy(words);
    if (!removed) continue;
    out.forEach((one, i) => {
      if (removed === 'all' || removed.has(one.name) || (one.virtual !== undefined && removed.has(one.virtual)))
        out[i] = { ...one, removed: true };
    });
  }
  return out;
});

/** Commands that may install anything: scripts of the project, package files, lists from elsewhere. */
export const opaque = (words: readonly Argument[], { installation }: Run): boolean => {
  if (installation) return isSystem(installation.tool) && !installation.complete;
  const program = programOf(words[0]);
  if (/^(?:xargs|dpkg|rpm|eval|source|\.|make|nix|brew|conda|mamba|micromamba|ansible|curl|wget)$/.test(program)) return true;
  if (/^(?:sh|bash|dash|ash)$/.test(program)) return true;
  return (
    words[0]?.known !== true ||
    /\.(?:sh|bash)$/.test(words[0].text) ||
    /^\.{0,2}\/(?!usr\/|bin\/|sbin\/|opt\/venv\/|venv\/)/.test(words[0].text)
  );
};

const programFolder = /^\/?(?:usr(?:\/local)?\/?)?(?:s?bin)?\/?$/;

/** True when programs may come from an archive, or from another image: `COPY --from=tools /usr/bin /usr/bin`. */
export const bringsPrograms = ({ steps, copies }: Stage): boolean =>
  steps.some(({ instruction: { name } }) => name === 'ONBUILD' || name === 'ADD') ||
  copies.some(({ from, sources }) => from && sources.some(({ text, known }) => !known || programFolder.test(text)));

/**
 * Whether a package is installed when an instruction of the stage begins (at its end when none is given), by the stage or those
 * below it. Undefined where a command before may have brought it unseen; what the base brings is not looked at.
 */
export const isInstalled = (stage: Stage, names: ReadonlySet<string>, before?: Instruction): boolean | undefined => {
  let unseen = false;
  for (const one of chainOf(stage)) {
    const until = one === stage ? before?.span.from : undefined;
    for (const { name, run, removed } of systemPackages(one)) {
      if (names.has(name) && !removed && (until === undefined || run.step.instruction.span.from <= until)) return true;
    }
    for (const { run, words } of placedRuns(one)) {
      if (until !== undefined && run.step.instruction.span.from > until) break;
      if (words.length > 0 && opaque(words, run)) unseen = true;
    }
    if (bringsPrograms(one)) unseen = true;
  }
  return unseen ? undefined : false;
};
