// A deployment in three lines, for the hover.
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { relative, resolve } from '../../text/uri.ts';
import { collectedText, listenText, named, placeText, probeText } from './drawing.ts';
import { placing, type ToldDeployment, tellOne, type Where } from './told.ts';

/** Links of these are shown at most; more only crowd the hover. */
const most = 2;

/** Markdown: what it is, how static files come and go, who asks whether it lives; one item each. */
export const linesOf = (project: Project, deployment: Deployment): string => {
  const one = tellOne(
    deployment,
    placing(project, (uri) => relative(project.root, uri)),
  );
  const link = (at: Where): string => `[${placeText(at)}](${resolve(project.root, `./${at.path}`)}#L${at.line})`;
  return [serverLine(one, link), staticLine(one, link), probeLine(one, link)]
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join('\n');
};

type Link = (at: Where) => string;

const serverLine = (one: ToldDeployment, link: Link): string => {
  const { name, at, server, settings } = one;
  const loads = settings?.value ? `, loads \`${settings.value}\`` : '';
  if (!server) return `**${name}** (${link(at)})${loads}`;
  return `**${name}** (${link(at)}) runs ${named(server.kind.value ?? '')} (${link(server.kind.at)})${loads}, listens on ${listenText(one)}`;
};

const staticLine = ({ static: { collectedBy, servedBy } }: ToldDeployment, link: Link): string => {
  const collected = collectedBy.slice(0, most).map((by) => `${collectedText(by)} (${link(by.at)})`);
  const served = servedBy.slice(0, most).map((by) => `${named(by.value ?? '')} (${link(by.at)})`);
  if (collected.length === 0 && served.length === 0) return '';
  const parts = [
    ...(collected.length > 0 ? [`collected ${collected.join(' and ')}`] : []),
    ...(served.length > 0 ? [`served by ${served.join(' and ')}`] : []),
  ];
  return `Static files are ${parts.join(', ')}`;
};

const probeLine = ({ probes }: ToldDeployment, link: Link): string => {
  const texts = [...new Set(probes.map((probe) => `${probeText(probe)} (${link(probe.at)})`))].slice(0, most);
  return texts.length > 0 ? `Probed with ${texts.join(' and ')}` : '';
};
