// Whether anything but Django may serve static files.
import { perProject } from '../../project/kept.ts';

/** Files of servers and platforms that may serve a folder, or that stand in front. */
const telling =
  /(?:^|\/)(?:Caddyfile[^/]*|[^/]*(?:nginx|apache|httpd|traefik|caddy|haproxy|lighttpd|envoy)[^/]*|app\.yaml|vercel\.json|netlify\.toml|fly\.toml|zappa_settings\.\w+|\.elasticbeanstalk|\.ebextensions)$/i;

/**
 * True as soon as something in the project may serve static files or what is in front of it is not known: there is no container,
 * a proxy is configured, uWSGI maps a folder, the application is wrapped, or a server has an option for it.
 */
export const servedElsewhere = perProject((project): boolean => {
  const { all } = project;
  if (all.dockerfile.length === 0) return true;
  if (all.nginx.length > 0 || all.haproxy.length > 0) return true;
  if (all.uwsgi.some(({ parsed }) => /static-map|check-static|static-index/.test(parsed.file.text))) return true;
  if (all.kubernetes.some(({ parsed }) => /nginx|caddy|traefik|\bkind:\s*(?:Ingress|HTTPRoute)\b/i.test(parsed.file.text))) return true;
  const words = /nginx|caddy|traefik|apache|httpd|static-path-mount|static-map/i;
  if ([...all.dockerfile, ...all.compose, ...all.shell, ...all.procfile].some(({ parsed }) => words.test(parsed.file.text))) return true;
  if (
    all.python.some(
      ({ parsed }) =>
        /[wa]sgi\.py$/.test(parsed.file.uri) &&
        /\b(?:WhiteNoise|ServeStatic|Cling|StaticFilesHandler|ASGIStaticFilesHandler)\b/.test(parsed.file.text),
    )
  )
    return true;
  const visit = (folder: typeof project.root, depth: number): boolean =>
    project
      .list(folder)
      .some(
        ({ name, folder: inner }) => telling.test(name) || (inner && depth > 0 && visit(`${folder}/${name}` as typeof folder, depth - 1)),
      );
  return visit(project.root, 2);
});
