import { aptSources, minding, systemInstalls } from '../../languages/dockerfile/minds.ts';
import { hasOtherSources } from '../reading/dockerfile/apt-sources.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Packages are renamed and dropped from one release of Debian to the next. */
export default defineRule({
  id: 'dockerfile/apt-name-not-in-release',
  title: 'Packages are named as their Debian release names them',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R10'],
  reads: 'dockerfile',
  by: 'build',
  words: /apt/,
  minds: minding(systemInstalls, aptSources),
  *check(subject) {
    const { uri, text, facts, knowledge } = subject;
    for (const stage of facts.stages) {
      const image = imageOf(subject, stage);
      const release = image?.family === 'debian' ? image.release : undefined;
      if (!image || release === undefined || image.kind === 'distroless') continue;
      const others = hasOtherSources(stage);
      const packages = systemPackages(stage);
      for (const { name, tool, span, run } of packages) {
        const told = tool === 'apt' ? knowledge.images.aptName(name, release) : undefined;
        if (!told || (told.status !== 'absent' && told.status !== 'virtual') || text.slice(span.from, span.from + name.length) !== name)
          continue;
        const { command } = run;
        const sure = !others && command.certain && command.after !== '||';
        const { instead } = told;
        const moved =
          image.moves.release && image.kind === 'python'
            ? `, to which \`${stage.parent ? stage.parent.image.text : stage.image.text}\` leads,`
            : '';
        const listed = packages.some((one) => one.name === instead);
        yield {
          at: { uri, span: { from: span.from, to: span.from + name.length } },
          message: `Debian ${release}${moved} has no package \`${name}\`${told.status === 'virtual' ? ' of its own, only others that provide it' : ''}, so apt-get stops with "${told.status === 'virtual' ? 'no installation candidate' : 'Unable to locate package'}"; ${instead ? (listed ? `leave it out, for \`${instead}\` is listed already` : `install \`${instead}\``) : 'leave it out, or build on an older release'}`,
          severity: sure ? 'error' : 'hint',
          fixes: () =>
            instead ? [fix(`Install \`${instead}\``, true, uri, replace({ from: span.from, to: span.from + name.length }, instead))] : [],
        };
      }
    }
  },
});
