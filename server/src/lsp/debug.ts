// What a bug report should hold: versions, abilities, projects, rules. No file contents, no paths above the projects.
import type { FileKind } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { levelOf } from '../project/config.ts';
import { baseName } from '../text/uri.ts';
import type { Bugs } from './bugs.ts';
import type { Session } from './session.ts';

/** Markdown for the clipboard. */
export const debugText = ({ abilities, client, files, outlet, runner }: Session, bugs: Bugs, version: string): string => {
  const can = Object.entries(abilities).flatMap(([name, value]) => (value === true ? [name] : []));
  const projects = files.now.projects().map((project) => {
    const kinds = Object.keys(languages) as FileKind[];
    const counts = kinds.map((kind) => `${project.all[kind].length} ${kind}`).join(', ');
    const levels = [...project.config.levels].map(([id, level]) => `${id}: ${level}`).join(', ');
    const { version: release, build } = project.uwsgi;
    return [
      `- \`${baseName(project.root)}\`: ${counts}; ${project.complete ? 'read completely' : 'not read completely'}`,
      `  - configuration: ${project.config.file ? baseName(project.config.file) : 'none'}${levels ? `, ${levels}` : ''}`,
      `  - uWSGI: ${release.state === 'known' ? release.value : release.state}, build ${build}`,
    ].join('\n');
  });
  const { errors, warnings, infos, hints } = outlet.count();
  const off = (id: string, by: 'on' | 'off'): boolean =>
    files.now.projects().every(({ config }) => (levelOf(config, id) ?? by) === 'off') && files.now.projects().length > 0;
  const silent = runner.rules.filter((rule) => off(rule.id, rule.default)).map(({ id }) => id);
  return [
    '### Drydock',
    `- Server ${version}, client ${client?.name ?? 'unknown'} ${client?.version ?? ''}`.trimEnd(),
    `- Abilities of the client: ${can.join(', ') || 'none'}`,
    `- Roots: ${files.roots.length}, open documents: ${files.open.size}, ${files.reading ? 'still reading' : 'read'}`,
    `- Problems: ${errors} errors, ${warnings} warnings, ${infos} infos, ${hints} hints`,
    `- Rules: ${runner.rules.length}${silent.length > 0 ? `, off: ${silent.join(', ')}` : ''}`,
    `- Mistakes logged since the start: ${bugs.count}`,
    '',
    projects.length > 0 ? `### Projects\n${projects.join('\n')}` : 'No project with files of ours was found.',
    '',
  ].join('\n');
};
