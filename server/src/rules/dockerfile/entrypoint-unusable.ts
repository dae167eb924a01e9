import type { Argument } from '../../commands/resolve.ts';
import type { JsonWord } from '../../languages/dockerfile/arguments.ts';
import type { Stage, Start } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt } from '../../languages/dockerfile/files.ts';
import { anyOf, inRun, origins, starts } from '../../languages/dockerfile/minds.ts';
import { contextOf } from '../../project/dockerfile/context.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import type { Edit } from '../../text/edit.ts';
import { resolve, type Uri } from '../../text/uri.ts';
import { addPackages } from '../reading/dockerfile/add-packages.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { isCopiedInVain } from '../reading/dockerfile/may-bring.ts';
import { packagesAt } from '../reading/dockerfile/packages-at.ts';
import { scriptLike } from '../reading/dockerfile/script-like.ts';
import { chainOf, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased } from '../reading/dockerfile/stages.ts';
import { defineRule, type Finding, fix, insert, replace, type Subject } from '../rule.ts';

/** What installs packages of the distribution, or may bring any program unseen (reading/dockerfile/system-packages.ts). */
const bringing = inRun(
  /\b(?:apt|aptitude|apk|dnf|yum|microdnf|xargs|dpkg|rpm|eval|source|make|nix|brew|conda|mamba|micromamba|ansible|curl|wget|(?:ba|da|a)?sh)\b|[\s"'();&|{!]\.(?:\s|\.?\/)|[\s"'();&|{!]\/(?!usr\/|bin\/|sbin\/)/,
);

/** The kernel starts a script by its first line, which must be there and name a program that is. */
export default defineRule({
  id: 'dockerfile/entrypoint-unusable',
  title: 'The start script can be started',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R26'],
  reads: 'dockerfile',
  by: 'build',
  words: /\.sh|\.bash|entrypoint/i,
  minds: anyOf(starts, origins, bringing, inRun(/dos2unix|\\r|\bsed\b|envsubst/), /^\s*onbuild\b/),
  *check(subject) {
    const told = new Set<number>();
    for (const stage of subject.facts.stages) {
      for (const start of [stage.entrypoint, stage.cmd]) {
        const word = start && scriptWord(start);
        if (!start || !word || told.has(word.span.from) || !stage.steps.some(({ instruction }) => instruction === start.instruction))
          continue;
        const found = judge(subject, stage, word, !isPassedOn(start));
        if (!found) continue;
        told.add(word.span.from);
        yield { ...found, severity: eased(found.severity ?? 'error', servesDevelopment(subject, stage)) };
      }
    }
  },
});

/** Programs that start the words behind them, and let `/bin/sh` read a script which the kernel does not know how to start (execvp(3)). */
const passing = /^(?:.*\/)?(?:tini(?:-static)?|dumb-init|catatonit)$/;
const isPassedOn = ({ instruction: { command } }: Start): boolean => command?.form === 'exec' && passing.test(command.words[0]?.text ?? '');

/** The first word of a JSON list that is a script by its name: one the kernel starts, not a shell. */
const scriptWord = (start: Start): JsonWord | undefined => {
  const { command } = start.instruction;
  if (start.form !== 'exec' || command?.form !== 'exec') return undefined;
  const at = isPassedOn(start) ? command.words.findIndex(({ text }, i) => i > 0 && !text.startsWith('-')) : 0;
  const word = command.words[at];
  return word && /\.(?:sh|bash)$|(?:^|\/)(?:docker-)?entrypoint$/.test(word.text) ? word : undefined;
};

const judge = (
  subject: Subject<'dockerfile'>,
  stage: Stage,
  word: Pick<Argument, 'text' | 'span'>,
  byKernel: boolean,
): Finding | undefined => {
  const { uri, facts, project } = subject;
  const path = word.text.includes('/') ? absolute(folderAt(stage, stage), word.text) : undefined;
  if (path === undefined) return undefined;
  const image = imageFiles(project, facts);
  const origin = originOf(image, stage, path);
  const at = { uri, span: word.span };
  if (origin.is === 'absent') return absentFinding(subject, stage, at, path);
  if (origin.is !== 'context') return undefined;
  const script = resolve(image.context.folder, `./${origin.path}`);
  const text = project.file(script)?.parsed.file.text;
  if (text === undefined || isRewritten(stage)) return undefined;
  const name = `\`${origin.path}\``;
  const first = /^[^\n]*/.exec(text)?.[0] ?? '';
  if (byKernel && first.startsWith('\uFEFF#!')) {
    return {
      at,
      message: `${name} begins with a byte order mark, which hides its \`#!\` from the kernel, and the container ends with "exec format error"; save it as UTF-8 without one`,
      related: [{ at: { uri: script, span: { from: 0, to: first.trimEnd().length } }, message: 'The first line' }],
      fixes: () => [fix('Remove the byte order mark', true, script, replace({ from: 0, to: 1 }, ''))],
    };
  }
  if (byKernel && !first.replace(/^\uFEFF/, '').startsWith('#!')) {
    return {
      at,
      message: `${name} has no \`#!\` on its first line, so the kernel does not know who reads it and the container ends with "exec format error"; begin it with \`#!/bin/sh\``,
      related: [{ at: { uri: script, span: { from: 0, to: first.length } }, message: 'The first line' }],
      fixes: () => [fix('Begin it with `#!/bin/sh`', false, script, insert(0, `#!/bin/sh\n`))],
    };
  }
  if (first.endsWith('\r')) {
    return {
      at,
      message: `${name} has the line ends of Windows, so the kernel looks for a program called "${first.slice(2, -1)}\\r" and the container ends with "no such file or directory"; write it with LF, and add \`*.sh text eol=lf\` to .gitattributes`,
      related: [{ at: { uri: script, span: { from: 0, to: first.length - 1 } }, message: 'The first line' }],
      fixes: () => [fix(`Write ${name} with LF`, true, script, ...withoutReturns(text))],
    };
  }
  const program = /^#!\s*(?:\/usr)?\/bin\/(?:env\s+)?bash\b/.test(first) ? 'bash' : undefined;
  return program ? bashFinding(subject, stage, at, name, script, first) : undefined;
};

const withoutReturns = (text: string): readonly Edit[] =>
  [...text.matchAll(/\r(?=\n)/g)].map(({ index }) => replace({ from: index, to: index + 1 }, ''));

/** The image mends line ends, or writes the script anew. */
const isRewritten = (stage: Stage): boolean =>
  chainOf(stage).some(({ steps }) =>
    steps.some(({ instruction: { name, script } }) => name === 'RUN' && /dos2unix|\\r|\bsed\b.*-i|envsubst/.test(script.text)),
  );

const bashFinding = (
  subject: Subject<'dockerfile'>,
  stage: Stage,
  at: Finding['at'],
  name: string,
  script: Uri,
  first: string,
): Finding | undefined => {
  const image = imageOf(subject, stage);
  const packages = packagesAt(subject, stage);
  if (image?.family !== 'alpine' || subject.knowledge.images.hasCommand(image, 'bash') !== false || packages.has('bash') || packages.unseen)
    return undefined;
  // Some packages of Alpine bring bash along.
  if (packages.some(/^(?!libpq|tzdata|curl|ca-certificates|gettext|postgresql-libs|libffi|openssl|jpeg|zlib|tini|su-exec)/))
    return undefined;
  return {
    at,
    message: `${name} is for bash, which Alpine has not, so the container ends with "no such file or directory"; install bash, or write it for \`/bin/sh\``,
    related: [{ at: { uri: script, span: { from: 0, to: first.length } }, message: 'The first line' }],
    fixes: () => addPackages(subject, stage, ['bash']),
  };
};

/** The script is no part of the image, though the project has it. */
const absentFinding = (subject: Subject<'dockerfile'>, stage: Stage, at: Finding['at'], path: string): Finding | undefined => {
  const { facts, project } = subject;
  const context = contextOf(project, facts);
  const near = scriptLike(project, context, path);
  // A package may bring a script of that name, and one may be made by a script.
  if (!near || !imageOf(subject, stage) || packagesAt(subject, stage).unseen) return undefined;
  if (near.ignored === true && isCopiedInVain(subject, stage, near.path)) return undefined;
  return {
    at,
    message:
      near.ignored === true
        ? `\`.dockerignore\` leaves \`${near.path}\` out of the build, so there is no \`${path}\` and the container does not start; take it back with \`!${near.path}\``
        : `No line copies \`${near.path}\` to \`${path}\`, so the container ends with "no such file or directory"; add a COPY for it`,
  };
};
