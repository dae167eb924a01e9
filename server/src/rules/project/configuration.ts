import type { Word } from '../../languages/drydock/facts.ts';
import { isLevel, levels } from '../../project/config.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import { nearest } from '../../text/distance.ts';
import { parent, resolve } from '../../text/uri.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** A word of drydock.yaml that means nothing changes nothing. */
export default defineRule({
  id: 'project/configuration',
  title: 'drydock.yaml says what Drydock understands',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'drydock',
  *check({ uri, facts, project, knowledge, ids }) {
    const areas = new Set([...ids].map((id) => id.slice(0, id.indexOf('/'))));
    const names = [...ids, ...areas];
    const keys = knowledge.list('drydock-key').map((key) => key.name);
    const wrong = (word: Word, message: string, candidates: readonly string[]): Finding => {
      const near = meant(word.text, candidates);
      return {
        at: { uri, span: word.span },
        message: near ? `${message}; did you mean \`${near}\`?` : message,
        fixes: () => (near ? [fix(`Write \`${near}\``, false, uri, replace(word.span, near))] : []),
      };
    };
    for (const { span, message } of facts.misshapen) yield { at: { uri, span }, message, severity: 'error' };
    for (const key of facts.keys) {
      if (!keys.includes(key.text))
        yield wrong(key, `Drydock knows no key \`${key.text}\` and ignores it; the keys are ${keys.join(', ')}`, keys);
    }
    for (const { id, severity } of facts.rules) {
      if (!names.includes(id.text)) yield wrong(id, `There is no rule and no area \`${id.text}\`, so this line changes nothing`, names);
      if (!isLevel(severity.text))
        yield wrong(severity, `\`${severity.text}\` is no severity, so this line changes nothing; write ${levels.join(', ')}`, levels);
    }
    for (const { dockerfile, folder } of facts.contexts) {
      const missing = [dockerfile, folder].find(({ text }) => project.exists(resolve(parent(uri), text)) === false);
      if (missing) yield wrong(missing, `There is no \`${missing.text}\` beside this file, so this line changes nothing`, []);
    }
    if (facts.settingsModule.state === 'known' && project.complete) {
      const { value, at } = facts.settingsModule;
      const projects = djangoProjects(project);
      const named = projects.some(({ modules }) => modules.some((one) => one.named.includes(at)));
      const modules = projects.flatMap((one) => one.modules.map(({ module }) => module));
      if (!named && projects.length > 0)
        yield wrong(
          { text: value, span: at.span },
          `There is no module \`${value}\` in this project, so this line changes nothing`,
          modules,
        );
    }
    if (facts.uwsgiVersion.state === 'known' && !/^\d+\.\d+(?:\.\d+)*$/.test(facts.uwsgiVersion.value)) {
      yield {
        at: facts.uwsgiVersion.at,
        message: `\`${facts.uwsgiVersion.value}\` is no uWSGI release, so the version counts as unknown; write one such as 2.0.30`,
      };
    }
    if (facts.uwsgiBuild.state === 'known') {
      const { value, at } = facts.uwsgiBuild;
      if (value !== 'pip' && value !== 'debian')
        yield wrong(
          { text: value, span: at.span },
          `\`${value}\` is no build Drydock knows, so it counts as unknown; write pip or debian`,
          ['pip', 'debian'],
        );
    }
  },
});

/** What a word was meant to be: the one candidate it begins, else the one with the fewest slips, if those are few enough. */
const meant = (word: string, candidates: readonly string[]): string | undefined => {
  const begun = word.length >= 3 ? candidates.filter((name) => name.startsWith(word)) : [];
  if (begun.length === 1) return begun[0];
  return nearest(word.toLowerCase(), candidates, Math.min(3, Math.max(1, Math.floor(word.length / 4))));
};
