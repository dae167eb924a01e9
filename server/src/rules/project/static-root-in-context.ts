import { settingsInBuild } from '../../project/deployment/build-settings.ts';
import { staticRootIn } from '../../project/deployment/static-root.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { uriOf } from '../../project/settings/ask.ts';
import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { isInside, relative, resolve } from '../../text/uri.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** What somebody collected on his machine comes into the image below what the build collects. */
export default defineRule({
  id: 'project/static-root-in-context',
  title: 'Files collected on a machine stay there',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X13'],
  reads: 'dockerfile',
  *check(subject) {
    const { uri, facts, project } = subject;
    if (facts.template || !project.complete) return;
    const context = contextOf(project, facts);
    if (!context.ignoreKnown || !context.certain) return;
    for (const stage of facts.stages) {
      const call = settingsInBuild(project, facts, stage).find(({ verb }) => verb === 'collectstatic');
      const setting = call?.view.get('STATIC_ROOT');
      const folder = setting?.certain ? uriOf(setting.value) : undefined;
      if (!call || !setting || !folder || !isInside(context.folder, folder) || project.exists(folder) !== true) continue;
      // `--clear` takes them away again.
      if (call.manage.rest.some(({ text }) => text === '--clear' || text === '-c')) continue;
      const path = relative(context.folder, folder);
      const inside = staticRootIn(project, facts, stage, call.view);
      if (inside === undefined || sourceIn(project, context, path)?.ignored !== false) continue;
      if (originOf(imageFiles(project, facts), stage, inside, call.run).is !== 'context') continue;
      yield {
        at: { uri, span: call.manage.verb.span },
        message: `STATIC_ROOT, \`${path}\`, comes into the image with the sources before this line fills it, so files that were collected on a machine long ago are shipped as well; name it in .dockerignore`,
        related: [{ at: setting.value.at, message: 'STATIC_ROOT is set here' }],
        fixes: () => ignored(subject, path),
      };
    }
  },
});

const ignored = ({ project, facts }: Subject<'dockerfile'>, path: string): readonly Fix[] => {
  const { ignore, folder } = contextOf(project, facts);
  const uri = ignore?.uri ?? resolve(folder, '.dockerignore');
  const text = project.file(uri)?.parsed.file.text ?? '';
  const end = lineEndOf(text);
  const line = `${text === '' || text.endsWith('\n') ? '' : end}${path}${end}`;
  return [fix(ignore ? 'Leave it out in .dockerignore' : 'Make a .dockerignore that leaves it out', false, uri, insert(text.length, line))];
};
