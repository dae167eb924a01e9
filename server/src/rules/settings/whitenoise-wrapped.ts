import type { Project } from '../../project/project.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import { isInside } from '../../text/uri.ts';
import { servings } from '../reading/deployments.ts';
import { callsAsgi } from '../reading/interface.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { isStaticMiddleware, mayMiss, productions, stringsOf } from '../reading/settings.ts';
import { unwrapped, type Wrapper, wrappersIn } from '../reading/wrappers.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The wrapper serves other files than the middleware does, as far as its words tell. */
const hasOwnFiles = ({ text, rest }: Wrapper): boolean => {
  const added = /\.add_files\(([^)\n]*)/.exec(text)?.[1];
  const folders = [rest, added ?? ''].join(' ').trim();
  return folders !== '' && !/static/i.test(folders);
};

/** Around the application WhiteNoise answers first of all, or never. */
export default defineRule({
  id: 'settings/whitenoise-wrapped',
  title: 'WhiteNoise is middleware, and not wrapped around the application',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ223'],
  reads: 'project',
  *check(project) {
    const told = new Set<string>();
    for (const { django, view } of productions(project)) {
      const doubled = staticMiddleware(view) !== undefined;
      const without = mayMiss(project, view) && !stringsOf(view, 'MIDDLEWARE').some(({ text }) => isStaticMiddleware(text));
      for (const wrapper of wrappersIn(project, django.root)) {
        // What WhiteNoise took away is a finding of its own.
        if (!/^whitenoise\.(?:base\.)?WhiteNoise$/.test(wrapper.path)) continue;
        const finding =
          wrapper.door === 'asgi' ? refused(wrapper) : doubled ? twice(wrapper) : without ? unheard(project, django, wrapper) : undefined;
        const key = `${wrapper.uri} ${wrapper.call.from}`;
        if (!finding || told.has(key)) continue;
        told.add(key);
        yield finding;
      }
    }
  },
});

/** It is called with an environment and a function, as WSGI does, and ASGI gives three things. */
const refused = (wrapper: Wrapper): Finding => ({
  at: { uri: wrapper.uri, span: wrapper.at },
  severity: 'error',
  message:
    'WhiteNoise wraps WSGI applications only: called by ASGI it ends each request with a TypeError; take it away and put `whitenoise.middleware.WhiteNoiseMiddleware` into MIDDLEWARE',
  fixes: () => unwrapped(wrapper),
});

const twice = (wrapper: Wrapper): Finding | undefined => {
  if (hasOwnFiles(wrapper)) return undefined;
  // Without a folder it serves nothing.
  const idle = wrapper.rest === '' && !/\.add_files\(/.test(wrapper.text);
  return {
    at: { uri: wrapper.uri, span: wrapper.at },
    message: idle
      ? 'WhiteNoise is given no folder here, so it serves nothing, and the one in MIDDLEWARE serves static files; take it away here'
      : 'WhiteNoise is in MIDDLEWARE already: around the application it lists the files a second time in each process and answers above SecurityMiddleware, without HSTS and the redirect to HTTPS; take it away here',
    ...(idle ? { severity: 'info' as const, tag: 'unnecessary' as const } : {}),
    fixes: () => unwrapped(wrapper),
  };
};

/** The server loads another module than the one that is wrapped. */
const unheard = (project: Project, { root }: DjangoProject, wrapper: Wrapper): Finding | undefined => {
  const own = servings(project).filter(({ view }) => isInside(root, view.uri));
  const asgi = own.find(({ server }) => callsAsgi(server));
  // Another deployment may serve what this one does not.
  if (!asgi || own.some(({ server }) => !callsAsgi(server)) || hasOwnFiles(wrapper)) return undefined;
  return {
    at: { uri: wrapper.uri, span: wrapper.at },
    message: `\`${asgi.server.kind}\` loads the ASGI application and never this module, so nobody serves static files; put \`whitenoise.middleware.WhiteNoiseMiddleware\` into MIDDLEWARE, which works in both`,
    related: [{ at: asgi.server.at, message: 'The server is started here' }],
  };
};
