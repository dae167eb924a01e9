// The page about the deployments of everything that is open in the editor.
import { findingsOf } from '../features/deployment/findings.ts';
import { page } from '../features/deployment/page.ts';
import { placing, tell, type Where } from '../features/deployment/told.ts';
import { deploymentsOf } from '../project/deployment/deployments.ts';
import { baseName, isInside, relative, resolve, type Uri } from '../text/uri.ts';
import type { Session } from './session.ts';

/**
 * Markdown, one page after the other when there are several projects. A preview follows no address of a file, but it takes
 * `/path#L3` as a path in the first folder that is open; files elsewhere are named without a link.
 */
export const deploymentText = ({ files, runner }: Session): string => {
  const [folder] = files.roots;
  const projects = files.now.projects();
  const pages = projects.map((project) => {
    const show = (uri: Uri): string => (isInside(project.root, uri) ? relative(project.root, uri) : baseName(uri));
    const place = placing(project, show);
    const link = ({ path, line }: Where): string | undefined => {
      const uri = resolve(project.root, `./${path}`);
      if (!folder || !project.file(uri) || !isInside(folder, uri)) return undefined;
      return `${encodeURI(`/${relative(folder, uri)}`).replaceAll(/[()#?]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}#L${line}`;
    };
    const deployments = deploymentsOf(project);
    return page({
      title: baseName(project.root),
      deployments: tell(project, show),
      findings: (index) => {
        const one = deployments[index];
        const found = one ? findingsOf(project, one, runner) : [];
        return found.map(({ rule, severity, message, at }) => ({ rule, severity, message, at: place(at) }));
      },
      link,
    });
  });
  return pages.length > 0
    ? pages.join('\n')
    : page({ title: 'this workspace', deployments: [], findings: () => [], link: () => undefined });
};
