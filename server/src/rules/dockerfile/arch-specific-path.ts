import { placeIn, spanIn } from '../../commands/spliced.ts';
import type { Copy, Stage, Step } from '../../languages/dockerfile/facts.ts';
import { minding } from '../../languages/dockerfile/minds.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { addPackages } from '../reading/dockerfile/add-packages.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { listed, quoted } from '../reading/listed.ts';
import { defineRule, type Finding, type Fix, replace, type Severity, type Subject } from '../rule.ts';

/** Folders of libraries that are named after a processor. */
const folder = /(?<=\/)(?:x86_64|aarch64|arm|i386)-linux-(?:gnu|musl)\w*/;
/** What is fetched for one processor. */
const download = /(?:https?:\/\/|\/\/)\S*?[-_./](?:amd64|x86_64|x64|linux64|arm64|aarch64)(?=[-_./]|\b)/;
/** The instruction asks which processor it is. */
const asks =
  /TARGETARCH|TARGETPLATFORM|BUILDARCH|dpkg --print-architecture|dpkg-architecture|uname\b|\barch\b\)|\$\(arch\)|apk --print-arch|\bARCH\b/;

/** The folder of libraries is called after the processor, so the same line works on one kind of machine only. */
export default defineRule({
  id: 'dockerfile/arch-specific-path',
  title: 'The image can be built for every processor',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R25'],
  reads: 'dockerfile',
  by: 'build',
  words: /x86_64|aarch64|arm|i386|amd64|x64|linux64/,
  // Libraries that are copied from a place that a variable names stand in the message.
  minds: minding(),
  *check(subject) {
    const { project, facts } = subject;
    const others = [...project.all.compose, ...project.all.ci, ...project.all.bake].map(({ parsed }) => parsed.file.text);
    // Somebody has decided for one processor.
    if (others.some((text) => /platforms?["']?\s*[:=]\s*["'[]*linux\/amd64["'\]]*,?[ \t]*(?:#.*)?\r?$/m.test(text))) return;
    const arm = others.some((text) => /linux\/arm64/.test(text));
    for (const stage of facts.stages) {
      if (isPinned(stage)) continue;
      const libraries = stage.steps.flatMap((step) => found(step, folder));
      const [first, ...more] = libraries;
      if (first) {
        yield {
          ...libraryFinding(subject, stage, first.step, first.span),
          severity: arm ? 'error' : 'warning',
          related: more.map(({ span }) => ({ at: { uri: subject.uri, span }, message: 'And here' })),
        };
      }
      const [fetched] = stage.steps.flatMap((step) =>
        step.instruction.name === 'RUN' || step.instruction.name === 'ADD' ? found(step, download) : [],
      );
      if (fetched) yield downloadFinding(subject, fetched.span, arm ? 'warning' : 'info');
    }
  },
});

const isPinned = (stage: Stage): boolean => {
  for (let at: Stage | undefined = stage; at; at = at.parent) if (at.platform?.known && !at.platform.text.includes('$')) return true;
  return false;
};

interface Found {
  readonly step: Step;
  readonly span: Span;
}

const found = (step: Step, pattern: RegExp): readonly Found[] => {
  const { name, line, script } = step.instruction;
  if (!/^(?:RUN|COPY|ADD|ENV)$/.test(name)) return [];
  // What a here-document of COPY holds is no path of the image.
  const text = name === 'RUN' ? script : line;
  const match = pattern.exec(text.text);
  if (!match || asks.test(script.text) || /^\S*(?:noarch|[-_]all\.deb)/.test(text.text.slice(match.index))) return [];
  // A condition decides.
  if (
    name === 'RUN' &&
    step.commands.some(({ certain, span }) => !certain && span.from <= placeIn(text, match.index) && span.to > placeIn(text, match.index))
  )
    return [];
  return [{ step, span: spanIn(text, match.index, match.index + match[0].length) }];
};

const libraryFinding = (subject: Subject<'dockerfile'>, stage: Stage, step: Step, span: Span): Finding => {
  const { uri } = subject;
  const copies = librariesCopied(subject, stage);
  const packages = copies && [...new Set(copies.flatMap((one) => one.packages))];
  const isCopy = step.instruction.name === 'COPY';
  return {
    at: { uri, span },
    message: isCopy
      ? `This folder has another name on ARM, where the build ends here, and what the library itself needs stays behind; ${packages && packages.length > 0 ? `install ${listed(quoted(packages))} in this stage instead` : 'install the package of the library in this stage instead'}`
      : 'This folder has another name on ARM, so nothing is found there; leave the folder to the linker, which knows it, or ask `dpkg-architecture`',
    fixes: (): readonly Fix[] => {
      if (!isCopy || !copies || !packages || packages.length === 0) return [];
      const removals = copies.map(({ copy }): Edit => replace(copy.instruction.span, ''));
      return addPackages(subject, stage, packages).map((made) => ({
        ...made,
        title: `${made.title} instead`,
        edits: new Map([[uri, [...(made.edits.get(uri) ?? []), ...removals]]]),
      }));
    },
  };
};

interface CopiedLibraries {
  readonly copy: Copy;
  readonly packages: readonly string[];
}

/** The copies of library files in a stage, with the packages that bring them; nothing where one of them is not known. */
const librariesCopied = (subject: Subject<'dockerfile'>, stage: Stage): readonly CopiedLibraries[] | undefined => {
  const release = imageOf(subject, stage)?.release;
  const isPackage = (name: string): boolean => release !== undefined && subject.knowledge.images.aptName(name, release)?.status === 'real';
  const out: CopiedLibraries[] = [];
  for (const copy of stage.copies) {
    if (!copy.from || !copy.sources.some(({ text }) => folder.test(text))) continue;
    const packages: string[] = [];
    for (const { text, known } of copy.sources) {
      const name = text.replace(/\/$/, '').replace(/^.*\//, '');
      // An archive is for the compiler, and the folder of a package's plug-ins is called after it.
      if (/\.a$/.test(name)) continue;
      const found = packagesOf(name).find(isPackage);
      if (!known || !found) return undefined;
      packages.push(found);
    }
    out.push({ copy, packages });
  }
  return out;
};

/** What Debian may call the package of `libpq.so.5`: the name, the version, and a dash where the name ends in a digit. */
const packagesOf = (file: string): readonly string[] => {
  const [, name = '', version = ''] = /^(lib[\w.+-]+?)(?:\.so)?(?:\.(\d+)[\d.]*)?\*?$/.exec(file) ?? [];
  if (name === '') return [];
  const plain = name.toLowerCase().replaceAll('_', '-');
  const joined = `${plain}${/\d$/.test(plain) ? '-' : ''}${version}`;
  return version === '' ? [plain] : [joined, `${joined}t64`, plain];
};

const downloadFinding = ({ uri }: Subject<'dockerfile'>, span: Span, severity: Severity): Finding => ({
  at: { uri, span },
  message: 'This is fetched for one kind of processor and does not start on another ("exec format error"); choose the file by TARGETARCH',
  severity,
});
