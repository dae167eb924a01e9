// Stylesheets and scripts whose references Django follows when it collects: read only where production hashes names.
import { memo } from '../../languages/memo.ts';
import { type Uri, uriOfPath } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { djangoProjects } from './django.ts';
import { atLeast } from './release.ts';
import { hashedSources } from './static-sources.ts';

/** More files than these are not read, so that a large library costs no more than a small one. */
const [mostFiles, mostFolders] = [300, 2000];

/** All of them, in the order of their paths. */
export const unreadAssets = memo((project: Project): readonly Uri[] => {
  const out: string[] = [];
  let folders = 0;
  const visit = (folder: string, form: RegExp) => {
    if (++folders > mostFolders) return;
    for (const { name, folder: inner } of project.paths.list(folder)) {
      if (name.startsWith('.') || out.length >= mostFiles) continue;
      if (inner) visit(`${folder}/${name}`, form);
      else if (form.test(name)) out.push(`${folder}/${name}`);
    }
  };
  for (const django of djangoProjects(project)) {
    const { production } = django;
    if (!production) continue;
    // Scripts name source maps, which Django looks at from 4.0 on.
    const form = atLeast(django.release('django'), '4.0') === true ? /\.(?:css|js)$/ : /\.css$/;
    for (const { folder } of hashedSources(project, django, production)) visit(folder, form);
  }
  return out.sort().map(uriOfPath);
});
