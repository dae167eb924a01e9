// The plugins a uwsgi.ini loads.
import { imageStarting } from './image.ts';
import type { Effective, Reading } from './reading.ts';

export interface PluginName {
  /** Without its modifier (`0:python3`), folder and file name ending. */
  readonly name: string;
  /** As it stands in the list. */
  readonly written: string;
  readonly from: Effective;
}

/** The plugins that `plugins` and `need-plugin` name; undefined when a list has something to be filled in. */
export const pluginNames = (read: Reading): readonly PluginName[] | undefined => {
  const out: PluginName[] = [];
  for (const from of [...read.all('plugins'), ...read.all('need-plugin')]) {
    if (typeof from.value !== 'string' || /[%$@]\(/.test(from.value)) return undefined;
    for (const part of from.value.split(',')) {
      const written = part.trim();
      if (written) out.push({ name: bare(written), written, from });
    }
  }
  return out;
};

const bare = (written: string): string =>
  written
    .replace(/^\d+:/, '')
    .replace(/\|.*$/, '')
    .replace(/^.*\//, '')
    .replace(/_plugin\.so$/, '');

/**
 * The build that surely runs a file: the configured one, or the one the project installs when this is its only uwsgi.ini or
 * the one that its image starts. Another file may be meant for another machine.
 */
export const buildOf = ({ facts, project, target }: Reading): Reading['target']['build'] => {
  const sure = project.config.uwsgiBuild !== undefined || project.all.uwsgi.length === 1 || imageStarting(project, facts.uri) !== undefined;
  return sure ? target.build : 'unknown';
};
