import { ofEachBuild, stagesThat } from '../../languages/dockerfile/each-stage.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { asRead } from '../../languages/dockerfile/moved.ts';
import { defineRule, fix, replace } from '../rule.ts';

const withFlags = stagesThat(ofEachBuild(({ from }): boolean => asRead(from).flags.length > 0));

const isConstant = ({ platform }: Stage): boolean => platform?.known === true && platform.text !== '' && !platform.written.includes('$');

/** A platform in the FROM line holds for everybody who ever builds the image. */
export default defineRule({
  id: 'dockerfile/constant-platform',
  title: 'The platform is chosen by who builds',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['FromPlatformFlagConstDisallowed'],
  neighbours: ['buildkit FromPlatformFlagConstDisallowed'],
  reads: 'dockerfile',
  *check({ uri, text, facts }) {
    const constant = withFlags(facts).filter(isConstant);
    // One stage for each platform is on purpose.
    if (new Set(constant.map(({ platform }) => platform?.text)).size > 1) return;
    for (const { from, platform, name } of constant) {
      const flag = from.flags.find((one) => one.name === 'platform');
      const arch = platform?.text.replace(/^.*\//, '') ?? '';
      if (!flag || (name !== undefined && (name.includes(arch) || name.includes(arch.replace('amd64', 'x86'))))) continue;
      yield {
        at: { uri, span: flag.span },
        message: `This image is always for \`${platform?.text}\`, so on another processor it is emulated, many times slower, and no build for two platforms is possible; leave the flag out and name the platform where the image is built (\`docker build --platform\`, \`platform:\` of Compose)`,
        fixes: () => {
          const blanks = /^[ \t]*/.exec(text.slice(flag.span.to))?.[0].length ?? 0;
          return [fix('Leave `--platform` out', false, uri, replace({ from: flag.span.from, to: flag.span.to + blanks }, ''))];
        },
      };
    }
  },
});
