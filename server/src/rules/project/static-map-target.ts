import { absolute } from '../../languages/dockerfile/files.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { staticPath } from '../reading/static.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `static-map` of uWSGI and the settings of Django have to name the same path and the same folder. */
export default defineRule({
  id: 'project/static-map-target',
  title: 'uWSGI serves STATIC_URL from STATIC_ROOT',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 68', 'X35', 'R49'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const deployment of deploymentsFor(project, only)) {
      const { purpose, static: files, server, outside } = deployment;
      const path = staticPath(deployment);
      const { root } = files;
      if (purpose === 'development' || path === undefined || root.state !== 'known') continue;
      const maps = files.servedBy;
      if (maps.some(({ kind }) => kind !== 'uwsgi')) continue;
      // uWSGI goes through all of them, so one that fits is enough.
      const read = maps.map((one) => ({
        one,
        prefix: one.prefix === undefined ? undefined : normal(one.prefix),
        folder: one.folder === undefined || /[%$@]/.test(one.folder) ? undefined : absolute(server?.folder, one.folder),
      }));
      if (read.length === 0 || read.some(({ prefix, folder }) => prefix === undefined || folder === undefined)) continue;
      if (read.some(({ prefix, folder }) => prefix === path && folder === root.value)) continue;
      const wrongFolder = read.find(({ prefix, folder }) => prefix === path && folder !== undefined && outside(folder) === undefined);
      const wrongPath = read.find(({ folder }) => folder === root.value);
      const found = wrongFolder ?? wrongPath;
      if (!found || (wrongFolder && read.filter(({ prefix }) => prefix === path).length > 1)) continue;
      const { at } = found.one;
      const key = `${at.uri} ${at.span.from}`;
      if (told.has(key)) continue;
      told.add(key);
      const better = wrongFolder
        ? `${found.one.prefix ?? ''}=${root.value}`
        : `${(found.one.prefix ?? '').endsWith('/') ? path : path.replace(/\/$/, '')}=${root.value}`;
      const url = files.url.state === 'known' ? files.url.at : undefined;
      yield {
        at,
        message: wrongFolder
          ? `uWSGI looks for static files in \`${found.folder ?? ''}\`, but collectstatic puts them into STATIC_ROOT, \`${root.value}\`; what is not found goes on to Django, which answers 404; write \`static-map = ${better}\``
          : `uWSGI serves STATIC_ROOT at \`${found.one.prefix ?? ''}\`, but pages ask for \`${path}\` (STATIC_URL), which goes on to Django and answers 404; write \`static-map = ${better}\``,
        related: [{ at: root.at, message: 'STATIC_ROOT is set here' }, ...(url ? [{ at: url, message: 'STATIC_URL is set here' }] : [])],
        fixes: () => {
          const text = project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to);
          const plain = text === `${found.one.prefix ?? ''}=${found.one.folder ?? ''}`;
          return plain ? [fix(`Write \`${better}\``, false, at.uri, replace(at.span, better))] : [];
        },
      };
    }
  },
});

const normal = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}/`;
