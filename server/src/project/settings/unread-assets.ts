// Stylesheets and scripts whose references Django follows when it collects: read only where production hashes names.
import { memo } from '../../languages/memo.ts';
import { type Uri, uriOfPath } from '../../text/uri.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import { djangoProjects } from './django.ts';
import { atLeast } from './release.ts';
import { hashedSources } from './static-sources.ts';

/** More files than these are not read, so that a large library costs no more than a small one. */
const [mostFiles, mostFolders] = [300, 2000];

/** What lies in folders, for as long as no file comes or goes. */
const kept = memo((_: Project['paths']) => new Map<string, readonly string[]>());

/** The files below folders whose names end so, in the order of their paths. */
const filesBelow = (paths: Project['paths'], folders: readonly string[], form: RegExp): readonly string[] => {
  const key = JSON.stringify([folders, form.source]);
  const before = kept(paths).get(key);
  if (before) return before;
  const out: string[] = [];
  let seen = 0;
  const visit = (folder: string) => {
    if (++seen > mostFolders) return;
    for (const { name, folder: inner } of paths.list(folder)) {
      if (name.startsWith('.') || out.length >= mostFiles) continue;
      if (inner) visit(`${folder}/${name}`);
      else if (form.test(name)) out.push(`${folder}/${name}`);
    }
  };
  for (const folder of folders) visit(folder);
  out.sort();
  kept(paths).set(key, out);
  return out;
};

/** All of them. */
export const unreadAssets = perProject((project): readonly Uri[] =>
  djangoProjects(project).flatMap((django) => {
    const { production } = django;
    const sources = production ? hashedSources(project, django, production) : [];
    if (sources.length === 0) return [];
    // Scripts name source maps, which Django looks at from 4.0 on.
    const form = atLeast(django.release('django'), '4.0') === true ? /\.(?:css|js)$/ : /\.css$/;
    return filesBelow(
      project.paths,
      sources.map(({ folder }) => folder),
      form,
    ).map(uriOfPath);
  }),
);
