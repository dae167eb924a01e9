// Folders of the settings as paths of any stage of an image.
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import type { Project } from '../project.ts';
import { placeOf, uriOf } from '../settings/ask.ts';
import type { Value } from '../settings/value.ts';
import type { SettingsView } from '../settings/view.ts';
import { insideOf } from './container.ts';

/** Where a folder that settings name lies when they are loaded in a stage; nothing where it, or the place of the settings, is not known. */
export const placeInStage = (
  project: Project,
  facts: DockerfileFacts,
  stage: Stage,
  { uri: settings }: SettingsView,
  value: Value,
): string | undefined => {
  const place = placeOf(value);
  const uri = uriOf(value);
  if (!place) return undefined;
  const { workdir } = stage;
  const folder = workdir?.known ? absolute('/', workdir.text) : undefined;
  if (!uri) return absolute(folder, place.path);
  const at = { uri: facts.uri, span: stage.from.content };
  return insideOf({ project, image: { facts, stage, by: 'build', at }, volumes: [], folder, outside: undefined }, uri, settings);
};

/** Where collectstatic puts its files when it runs in a stage. */
export const staticRootIn = (project: Project, facts: DockerfileFacts, stage: Stage, view: SettingsView): string | undefined => {
  const setting = view.get('STATIC_ROOT');
  return setting?.certain ? placeInStage(project, facts, stage, view, setting.value) : undefined;
};
