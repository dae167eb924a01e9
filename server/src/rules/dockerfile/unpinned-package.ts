import type { Installation, InstalledPackage } from '../../commands/installs.ts';
import { minding } from '../../languages/dockerfile/minds.ts';
import { isDjangoFile, isForeign, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { listed } from '../reading/listed.ts';
import { defineRule } from '../rule.ts';

/** What is named without a version is another release in every build, and no file tells which one it was. */
export default defineRule({
  id: 'dockerfile/unpinned-package',
  title: 'Packages are installed by their version',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  neighbours: ['hadolint DL3013'],
  reads: 'dockerfile',
  by: 'build',
  words: /install|add/,
  minds: minding(/pip_constraint/),
  *check(subject) {
    const { facts } = subject;
    if (!isDjangoFile(subject)) return;
    for (const stage of facts.stages) {
      if (servesDevelopment(subject, stage) || isForeign(subject, stage)) continue;
      for (const { installation, command, step } of stage.runs) {
        if (!installation || !command.certain || !isOpen(installation)) continue;
        // A file of constraints may be named by the environment.
        if (step.environment.has('PIP_CONSTRAINT') || command.assignments.some(({ name }) => name === 'PIP_CONSTRAINT')) continue;
        const [first, ...more] = installation.packages.filter(
          // What a variable holds may be another thing in each build.
          (one) => isFloating(one) && !subject.text.slice(one.span.from, one.span.to).includes('$'),
        );
        if (!first) continue;
        const last = more.at(-1) ?? first;
        const names = [first, ...more].map(({ name }) => `\`${name}\``);
        const list = listed(names, 3, 2);
        yield {
          at: { uri: subject.uri, span: { from: first.span.from, to: last.span.to } },
          message: `${list} ${names.length > 1 ? 'come' : 'comes'} in whatever release is the newest when the image is built, so a build of the same source may break or behave in another way; name a version, or let the requirements or the lock file bring ${names.length > 1 ? 'them' : 'it'}`,
          // hadolint looks at pip alone.
          ...(installation.tool === 'pip' && !/(?:^|\/)uv$/.test(installation.words[0]?.text ?? '') ? {} : { neighbours: [] }),
        };
      }
    }
  },
});

/** Whether nothing else fixes the versions of what it names: no constraints, no lock file that it writes to, no folder of its own wheels. */
const isOpen = ({ tool, verb, options, files }: Installation): boolean =>
  ((tool === 'pip' && verb === 'install') || (tool === 'pipx' && verb === 'install')) &&
  !files.some(({ as }) => as === 'constraint') &&
  !options.some(({ name }) => /^(?:-c|--constraints?|--no-index|-f|--find-links|--exclude-newer|--require-hashes)$/.test(name));

/** A name and nothing else. pip, setuptools and wheel belong to the image. */
const isFloating = ({ name, version, specifier }: InstalledPackage): boolean =>
  version === undefined && specifier === '' && /^\w[\w.-]*$/.test(name) && !/^(?:pip|setuptools|wheel|virtualenv)$/.test(name);
