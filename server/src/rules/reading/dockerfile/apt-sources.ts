// Where apt of a stage gets its packages from.
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { chainOf } from './shipped.ts';

const adds =
  /sources\.list|\.sources\b|add-apt-repository|apt-key|extrepo|apt\.postgresql\.org|deb\.nodesource|nodesource|keyrings?\/|dpkg -i|-t[= ]|--target-release|--default-release|APT::Default-Release|packages-microsoft|mysql-apt|\bpgdg\b|apt\.llvm|\.deb\b/;

/** True when something of the stage, or of one below it, may give apt other sources than those of its release. */
export const hasOtherSources = (stage: Stage): boolean =>
  chainOf(stage).some(
    ({ steps, copies }) =>
      steps.some(({ instruction: { name, script } }) => name === 'RUN' && adds.test(script.text)) ||
      copies.some(({ sources, destination }) =>
        [...sources, ...(destination ? [destination] : [])].some(({ text }) => /etc\/apt|sources\.list|\.sources$|\.list$/.test(text)),
      ),
  );
