// The line of a Dockerfile that collects static files, where nobody does it yet.

import type { Project } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { relative, resolve } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';
import { type OldOption, optionsCalled } from './old-option.ts';
import type { Start } from './starts.ts';

/** The line, with a remark where values are thrown away; nothing when uWSGI served no files, or they are collected already. */
export const collecting = (
  project: Project,
  { deployment, image }: Start,
  options: readonly OldOption[],
  { django, needed }: Answers,
): string | undefined => {
  if (optionsCalled(options, 'static-map', 'static-map2', 'check-static').length === 0) return undefined;
  if (!image || (deployment?.static.collected.length ?? 0) > 0) return undefined;
  if (textOf(deployment?.view?.get('STATIC_URL')?.value)?.includes('://')) return undefined;
  const manage = resolve(project.root, `./${django === '' ? '' : `${django}/`}manage.py`);
  const inside = deployment?.inside(manage);
  const workdir = image.stage.workdir?.known ? image.stage.workdir.text.replace(/\/$/, '') : undefined;
  const near =
    inside !== undefined && workdir !== undefined && inside.startsWith(`${workdir}/`) ? inside.slice(workdir.length + 1) : inside;
  const script = near ?? (relative(project.root, manage) || 'manage.py');
  const values = needed.map((name) => `${name}=build-only `).join('');
  const remark = needed.length > 0 ? '# The values on this line are thrown away: they only let the settings load.\n' : '';
  return `${remark}RUN ${values}python ${script} collectstatic --noinput`;
};
