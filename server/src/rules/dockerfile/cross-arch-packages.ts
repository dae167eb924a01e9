import { pythonTools } from '../../commands/installs.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { minding, requirements, targets } from '../../languages/dockerfile/minds.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { nativeOf } from '../reading/dockerfile/built-from-source.ts';
import { bottomOf } from '../reading/dockerfile/image.ts';
import { copiedTrees } from '../reading/dockerfile/python.ts';
import { chainOf, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** A stage that runs on the builder's own processor makes packages for that, not for the image's. */
export default defineRule({
  id: 'dockerfile/cross-arch-packages',
  title: 'Packages are installed on the platform they run on',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R24'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: minding(requirements, targets),
  *check(subject) {
    const { uri, facts } = subject;
    for (const into of facts.stages) {
      const ours = platformOf(into);
      for (const copy of into.copies) {
        const from = copy.stage;
        const theirs = from && platformOf(from);
        if (!from || !theirs || theirs === ours || theirs === 'target' || (ours !== 'target' && theirs !== 'build')) continue;
        const source =
          copiedTrees(into, copy)[0]?.source ??
          copy.sources.find(
            ({ text, known }) => known && /\/(?:site|dist)-packages\/?$|\/lib\/python3\.\d+\/?$/.test(absolute('/', text) ?? ''),
          );
        if (!source || choosesPlatform(from)) continue;
        const compiled = compiledIn(subject, from);
        yield {
          at: { uri, span: source.span },
          message: `${stageName(from)[0]?.toUpperCase()}${stageName(from).slice(1)} is built for ${theirs === 'build' ? 'the machine that builds' : `\`${theirs}\``} whatever the image is for, so on any other platform ${compiled ? `\`${compiled}\` holds modules` : 'compiled modules'} that cannot be loaded; leave \`--platform\` out there`,
          severity: eased(compiled ? 'error' : 'warning', servesDevelopment(subject, into)),
          fixes: () => withoutPlatform(subject, from),
        };
        break;
      }
    }
  },
});

/** `target` is what Docker does by itself; a word such as `linux/amd64`; nothing where a variable of one's own decides. */
const platformOf = (stage: Stage): string | undefined => {
  const { platform } = bottomOf(stage);
  if (!platform) return 'target';
  if (/^\$\{?TARGETPLATFORM\}?$/.test(platform.text)) return 'target';
  if (/^\$\{?BUILDPLATFORM\}?$/.test(platform.text)) return 'build';
  return platform.known ? platform.text : undefined;
};

/** Wheels for a platform that is named can be fetched on any other. */
const choosesPlatform = (stage: Stage): boolean =>
  chainOf(stage).some(({ runs }) =>
    runs.some(
      ({ installation }) =>
        installation &&
        pythonTools.has(installation.tool) &&
        installation.options.some(({ name }) => /^--(?:platform|python-platform)$/.test(name)),
    ),
  );

const compiledIn = (subject: Subject<'dockerfile'>, from: Stage): string | undefined =>
  [...imageRequirements(subject.project, subject.facts, from).byName.values()].find((one) => nativeOf(subject, one)?.kind === 'compiled')
    ?.name;

const withoutPlatform = ({ uri, text }: Subject<'dockerfile'>, stage: Stage): readonly Fix[] => {
  const flag = bottomOf(stage).from.flags.find(({ name }) => name === 'platform');
  if (!flag) return [];
  const { from, to } = flag.span;
  const blanks = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
  return [fix('Leave `--platform` out', false, uri, replace({ from, to: to + blanks }, ''))];
};
