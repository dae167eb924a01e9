// What stands around a port, a server, an application, a settings module or STATIC_ROOT, in three lines for each deployment.
import type { Span } from '../../text/span.ts';
import { stageText } from '../dockerfile/hover.ts';
import type { Hover, Place } from '../feature.ts';
import { linkTo } from '../settings/shown.ts';
import { builtAt } from './builds.ts';
import { linesOf } from './lines.ts';
import { touching } from './touching.ts';
import { readsOf } from './variables.ts';

/** More deployments than these are counted only. */
const most = 2;

/** Servers say more than workers and jobs, and what ships more than what does not. */
const weight = ({ role, purpose }: { readonly role: string; readonly purpose: string }): number =>
  (role === 'web' ? 0 : 2) + (purpose === 'development' || purpose === 'test' ? 1 : 0);

/** Adds the deployments at the caret to what is said of the thing itself; without any the hover stays as it is. */
export const withDeployments = (place: Place, hover: Hover | undefined): Hover | undefined => {
  const found = touching(place).toSorted((a, b) => weight(a.deployment) - weight(b.deployment));
  const [first] = found;
  if (!first) return hover;
  const texts = found.slice(0, most).map(({ deployment }) => linesOf(place.project, deployment));
  const more = found.length - texts.length;
  const rest = more > 0 ? [`${more} more ${more === 1 ? 'deployment has' : 'deployments have'} to do with it.`] : [];
  const markdown = [...texts, ...rest].join('\n\n');
  return hover ? { ...hover, markdown: `${hover.markdown}\n\n---\n\n${markdown}` } : { span: first.span, markdown };
};

/** What is built: the stage that a file names, or whose image it names. */
export const hoverBuilt = (place: Place): Hover | undefined => {
  const { project, parsed, offset } = place;
  const found = builtAt(project, parsed, offset);
  if (!found) return undefined;
  const { span, stage, uri } = found;
  return { span, markdown: `${stageText(place, stage)}\n\nBuilt from ${linkTo(project, { uri, span: stage.from.content })}` };
};

/** More places than these are counted only. */
const mostReads = 4;

/** Where settings read a variable that no catalogue knows. */
export const hoverRead = ({ project }: Place, name: string, span: Span): Hover | undefined => {
  const reads = name === '' ? [] : readsOf(project, name);
  if (reads.length === 0) return undefined;
  const more = reads.length > mostReads ? [`- and ${reads.length - mostReads} more`] : [];
  const lines = [...reads.slice(0, mostReads).map((at) => `- ${linkTo(project, at)}`), ...more];
  return { span, markdown: `**\`${name}\`** · read by the settings\n\n${lines.join('\n')}` };
};
