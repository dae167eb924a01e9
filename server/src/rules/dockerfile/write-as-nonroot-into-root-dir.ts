import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { filesOf, ownerOf, userAt } from '../../languages/dockerfile/files.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { settingsInBuild } from '../../project/deployment/build-settings.ts';
import { placeInStage } from '../../project/deployment/static-root.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import type { Location } from '../../text/span.ts';
import { linesAbove } from '../reading/dockerfile/lines.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** A user who is not root cannot write into folders of root. */
export default defineRule({
  id: 'dockerfile/write-as-nonroot-into-root-dir',
  title: 'Whoever writes may write there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R13', 'X08'],
  reads: 'dockerfile',
  *check(subject) {
    const { uri, facts } = subject;
    if (facts.template) return;
    for (const stage of facts.stages) {
      const told = new Set<Instruction>();
      for (const write of [...foldersMade(stage), ...collected(subject, stage)]) {
        const { instruction, user, path } = write;
        if (told.has(instruction)) continue;
        const blocked = rootFolder(subject, stage, write);
        if (blocked === undefined || maySetRights(stage, blocked, instruction)) continue;
        told.add(instruction);
        const step = stage.steps.find((one) => one.instruction === instruction)?.user;
        yield {
          at: { uri, span: write.span },
          message: `\`${user}\` writes to \`${path}\` here, but \`${blocked}\` belongs to root, so the build ends with "Permission denied"; do it before USER, or give the folder to \`${user}\` first`,
          related: [
            ...(step ? [{ at: { uri, span: step.span }, message: `From here on commands run as \`${user}\`` }] : []),
            ...(write.related ? [write.related] : []),
          ],
          fixes: () => fixes(subject, stage, write),
        };
      }
    }
  },
});

interface Write {
  readonly path: string;
  readonly user: string;
  readonly instruction: Instruction;
  readonly run: Run;
  readonly span: Location['span'];
  readonly related: { readonly at: Location; readonly message: string } | undefined;
}

/** `mkdir` and `touch` of a user who is not root. */
const foldersMade = (stage: Stage): readonly Write[] =>
  filesOf(stage).flatMap(({ does, path, kind, certain, instruction, span, owner }) => {
    const step = stage.steps.find((one) => one.instruction === instruction);
    const user = step && userAt(stage, step);
    if (
      does !== 'make' ||
      instruction.name !== 'RUN' ||
      !certain ||
      (kind !== 'folder' && kind !== 'file') ||
      !user ||
      user === 'root' ||
      owner !== user
    )
      return [];
    const command = stage.runs.find(
      ({ step: own, command: { span: whole } }) => own.instruction === instruction && span.from >= whole.from && span.to <= whole.to,
    );
    // `sudo`, and what may fail without harm.
    if (!command || !/^(?:mkdir|touch)$/.test(command.command.words[0]?.text ?? '') || command.command.after === '||') return [];
    return [{ path, user, instruction, run: command, span, related: undefined }];
  });

/** `collectstatic` of a user who is not root. */
const collected = ({ project, facts }: Subject<'dockerfile'>, stage: Stage): readonly Write[] =>
  settingsInBuild(project, facts, stage).flatMap(({ run, manage, view }) => {
    const { instruction } = run.step;
    const user = userAt(stage, run.step);
    const setting = view.get('STATIC_ROOT');
    const dry = manage.rest.some(({ text }) => text === '--dry-run' || text === '-n');
    if (
      manage.verb.text !== 'collectstatic' ||
      dry ||
      !run.command.certain ||
      run.command.after === '||' ||
      !user ||
      user === 'root' ||
      !setting?.certain
    )
      return [];
    const path = placeInStage(project, facts, stage, view, setting.value);
    return path === undefined
      ? []
      : [{ path, user, instruction, run, span: manage.verb.span, related: { at: setting.value.at, message: 'STATIC_ROOT is set here' } }];
  });

/** The folder of root that a path lies in, or is: the nearest one that is there. Nothing where it is not known whose it is. */
const rootFolder = (
  { project, facts }: Subject<'dockerfile'>,
  stage: Stage,
  { path, instruction: before, run }: Write,
): string | undefined => {
  const files = imageFiles(project, facts);
  for (let at = path; at !== '' && at !== '/'; at = at.slice(0, at.lastIndexOf('/'))) {
    const owner = ownerOf(stage, at, before);
    // A COPY above it may bring it; the context tells whether it does.
    if (owner === undefined) {
      const made = filesOf(stage).findLast(
        (one) => one.does === 'make' && one.kind === 'folder' && one.path === at && one.instruction.span.from < before.span.from,
      );
      if (made) return made.owner === 'root' && made.certain ? at : undefined;
      if (originOf(files, stage, at, run).is !== 'absent' || originOf(files, stage, `${at}/x`, run).is !== 'absent') return undefined;
    } else if (owner !== 'absent') return owner === 'root' ? at : undefined;
    // These are there in every image, and not all of them are root's alone.
    if (/^\/(?:tmp|var\/tmp|dev\/shm|home|run|root|usr|etc|var|opt|srv|mnt|media)$/.test(at))
      return /^\/(?:usr|etc|var|opt|srv|mnt|media)$/.test(at) ? at : undefined;
  }
  return undefined;
};

/** Rights that are given in a way that is not followed: chmod, ACLs, an unpacked archive. */
const maySetRights = (stage: Stage, folder: string, before: Instruction): boolean =>
  chainOf(stage).some((one) =>
    one.runs.some(
      ({ command, step }) =>
        (one !== stage || step.instruction.span.from <= before.span.from) &&
        command.words.some(({ text }) => /^(?:chmod|setfacl|chgrp|sudo|fix-permissions|su)$/.test(text)) &&
        (command.words.some(({ text }) => folder.startsWith(text.replace(/\/$/, '') || '/') || text.startsWith(folder)) ||
          command.words.some(({ text }) => /[$*]|^\.{1,2}\/?/.test(text))),
    ),
  ) || chainOf(stage).some(({ copies }) => copies.some(({ instruction }) => instruction.flags.some(({ name }) => name === 'chmod')));

/** The whole RUN above the USER that it suffers from, when nothing between them matters. */
const fixes = ({ uri, text }: Subject<'dockerfile'>, stage: Stage, { instruction, path, user }: Write): readonly Fix[] => {
  const steps = stage.steps.map((one) => one.instruction);
  const setter = steps.findLast(({ name, span }) => name === 'USER' && span.from < instruction.span.from);
  if (!setter) return [];
  return [fix(`Give the folder to \`${user}\` above USER`, false, uri, linesAbove(text, setter, `RUN install -d -o ${user} ${path}`))];
};
