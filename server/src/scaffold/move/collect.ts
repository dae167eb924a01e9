// The line of a Dockerfile that collects static files, where nobody does it yet.

import type { Project } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { resolve } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';
import { type OldOption, optionsCalled } from './old-option.ts';
import type { Start } from './starts.ts';

export interface Collecting {
  /** The line, with a remark where values are thrown away; nothing when uWSGI served no files, or they are collected already. */
  readonly line: string | undefined;
  /** What is left to do where the place of the line cannot be told. */
  readonly note: string | undefined;
}

const nothing: Collecting = { line: undefined, note: undefined };

/** What the image of a start lacks so that WhiteNoise finds something to serve. */
export const collecting = (
  project: Project,
  { deployment, image }: Start,
  options: readonly OldOption[],
  { django, needed }: Answers,
): Collecting => {
  if (optionsCalled(options, 'static-map', 'static-map2', 'check-static').length === 0) return nothing;
  if (!image || (deployment?.static.collected.length ?? 0) > 0) return nothing;
  if (textOf(deployment?.view?.get('STATIC_URL')?.value)?.includes('://')) return nothing;
  const manage = resolve(project.root, `./${django === '' ? '' : `${django}/`}manage.py`);
  const inside = deployment?.inside(manage);
  if (inside === undefined)
    return {
      line: undefined,
      note: 'Run `python manage.py collectstatic --noinput` while the image is built: WhiteNoise serves what is collected, and where manage.py lies in the image could not be told.',
    };
  const workdir = image.stage.workdir?.known ? image.stage.workdir.text.replace(/\/$/, '') : undefined;
  const script = workdir !== undefined && inside.startsWith(`${workdir}/`) ? inside.slice(workdir.length + 1) : inside;
  const values = needed.map(({ name, value = 'build-only' }) => `${name}=${/[{}]/.test(value) ? `'${value}'` : value} `).join('');
  const remark = needed.length > 0 ? '# The values on this line are thrown away: they only let the settings load.\n' : '';
  return { line: `${remark}RUN ${values}python ${script} collectstatic --noinput`, note: undefined };
};
