// What a Makefile runs: Django's commands, image builds, containers.
import type { ShellCommand } from '../../commands/command.ts';
import { type DockerCommand, readDocker } from '../../commands/docker.ts';
import { type ManageCommand, readManage } from '../../commands/manage.ts';
import { type Argument, resolveWords } from '../../commands/resolve.ts';
import { splitShell } from '../../commands/shell.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import type { MakefileTree } from './parse.ts';

export interface MakeStep {
  /** The rule it belongs to, by its first target. */
  readonly target: string;
  readonly command: ShellCommand;
  readonly docker: DockerCommand | undefined;
  readonly manage: ManageCommand | undefined;
}

export interface MakefileFacts {
  readonly uri: Uri;
  readonly template: 'jinja' | undefined;
  readonly rules: readonly { readonly targets: readonly string[]; readonly prerequisites: readonly string[]; readonly span: Span }[];
  readonly steps: readonly MakeStep[];
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'makefile'>): MakefileFacts => ({
  uri: file.uri,
  template: /\{%-?\s*\w+|\{\{\s*cookiecutter/.test(tree.text) ? 'jinja' : undefined,
  rules: tree.rules.map(({ targets, prerequisites, span }) => ({ targets, prerequisites, span })),
  steps: stepsIn(tree),
});

const stepsIn = memo((tree: MakefileTree): readonly MakeStep[] =>
  tree.rules.flatMap(({ targets, recipe }) =>
    recipe.flatMap((line) =>
      splitShell(line).map((command): MakeStep => {
        const words = resolveWords(command.words).flatMap((word) => filled(word, tree));
        return {
          target: targets[0] ?? '',
          command,
          docker: readDocker(words, command.span),
          manage: readManage(words),
        };
      }),
    ),
  ),
);

/** `$(NAME)` is a variable of make where the shell would start a command; one that is written out is filled in. */
const filled = (word: Argument, { variables, text }: MakefileTree): readonly Argument[] => {
  if (word.known) return [word];
  const written = text.slice(word.span.from, word.span.to);
  let known = true;
  const replaced = written.replace(/(?<!\$)\$[({]([\w.-]+)[)}]/g, (whole, name: string) => {
    const value = variables.get(name);
    if (value === undefined || value.includes('$')) known = false;
    return value ?? whole;
  });
  if (!known || replaced.includes('$') || /["'`\\]/.test(replaced)) return [word];
  return replaced.split(/\s+/).flatMap((one) => (one ? [{ ...word, text: one, known: true }] : []));
};
