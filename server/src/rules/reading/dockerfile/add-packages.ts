// How packages of the distribution are added to a stage.

import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { userAt } from '../../../languages/dockerfile/files.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { type Edit, insert } from '../../../text/edit.ts';
import { lineEndOf } from '../../../text/lines.ts';
import { type Fix, fix, type Subject } from '../../rule.ts';
import { listed, quoted } from '../listed.ts';
import { imageOf } from './image.ts';
import { linesBelow } from './lines.ts';
import { chainOf } from './shipped.ts';
import { type SystemPackage, systemPackages } from './system-packages.ts';

/** Adds words behind a package: on lines of their own where it has one. */
const beside = (text: string, { span }: SystemPackage, names: readonly string[]): Edit => {
  const lineFrom = text.lastIndexOf('\n', span.from - 1) + 1;
  const indent = text.slice(lineFrom, span.from);
  const alone = /^[ \t]+$/.test(indent);
  return insert(span.to, names.map((name) => (alone ? ` \\${lineEndOf(text)}${indent}${name}` : ` ${name}`)).join(''));
};

const installing = (manager: string, names: readonly string[]): readonly string[] =>
  manager === 'apk'
    ? [`RUN apk add --no-cache ${names.join(' ')}`]
    : [
        'RUN apt-get update \\',
        `    && apt-get install -y --no-install-recommends ${names.join(' ')} \\`,
        '    && rm -rf /var/lib/apt/lists/*',
      ];

/**
 * Installs packages in a stage, early enough for an instruction: beside those it installs already, else in a RUN of its own
 * below FROM. No fix where neither can be done: the image has no package manager of ours, or its user may not install.
 */
export const addPackages = (
  subject: Subject<'dockerfile'>,
  stage: Stage,
  names: readonly string[],
  before?: Instruction,
): readonly Fix[] => {
  const { uri, text } = subject;
  const image = imageOf(subject, stage);
  const manager = image?.packageManager;
  if (names.length === 0 || (manager !== 'apt' && manager !== 'apk')) return [];
  const title = `Install ${listed(quoted(names))}`;
  const usable = ({ tool, span, run, removed, virtual }: SystemPackage): boolean =>
    tool === manager &&
    !removed &&
    virtual === undefined &&
    run.command.certain &&
    (before === undefined || run.step.instruction.span.from <= before.span.from) &&
    /^[\w.+:-]+$/.test(text.slice(span.from, span.to));
  const own = systemPackages(stage).findLast(usable);
  if (own) return [fix(title, false, uri, beside(text, own, names))];
  const start = stage.parent ? userAt(stage.parent, stage.parent) : image?.user;
  if (start === 'root') return [fix(title, false, uri, linesBelow(text, stage.from, ...installing(manager, names)))];
  const inherited = chainOf(stage).slice(0, -1).flatMap(systemPackages).findLast(usable);
  return inherited ? [fix(title, false, uri, beside(text, inherited, names))] : [];
};
