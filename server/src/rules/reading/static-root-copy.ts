// The COPY lines that mean the collected files while STATIC_ROOT is not set.
import { absolute } from '../../languages/dockerfile/files.ts';
import { settingsInBuild } from '../../project/deployment/build-settings.ts';
import { placeInStage } from '../../project/deployment/static-root.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import type { Project } from '../../project/project.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { type Edit, replace } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import { chainOf } from './dockerfile/shipped.ts';

/** Folders that are called like those of collected files. */
export const isLikelyStatic = (path: string): boolean =>
  /(?:^|[/_-])(?:static|staticfiles|static_?root|collected|assets|public)(?:$|[_-])/i.test(path);

/**
 * Edits that make every COPY from a stage that runs `collectstatic` take the folder `name` in BASE_DIR, where it takes a folder of
 * static files that the stage does not have.
 */
export const copiesOfRoot = (project: Project, view: SettingsView, name: string): ReadonlyMap<Uri, readonly Edit[]> => {
  const out = new Map<Uri, Edit[]>();
  const base = view.get('BASE_DIR');
  if (!base?.certain) return out;
  for (const { facts } of project.all.dockerfile) {
    for (const stage of facts.stages) {
      const call = settingsInBuild(project, facts, stage).find(({ verb, view: own }) => verb === 'collectstatic' && own.uri === view.uri);
      const home = call && placeInStage(project, facts, stage, view, base.value);
      if (home === undefined) continue;
      for (const { copies } of facts.stages) {
        for (const { stage: from, sources } of copies) {
          if (!from || !chainOf(from).includes(stage)) continue;
          for (const { text, known, span } of sources) {
            const path = known ? absolute('/', text) : undefined;
            if (path === undefined || !isLikelyStatic(path) || originOf(imageFiles(project, facts), from, path).is !== 'absent') continue;
            const root = `${home === '/' ? '' : home}/${name}`;
            if (path !== root) out.set(facts.uri, [...(out.get(facts.uri) ?? []), replace(span, text.endsWith('/') ? `${root}/` : root)]);
          }
        }
      }
    }
  }
  return out;
};
