// The variables that official images set, as their Dockerfiles say (https://github.com/docker-library).
import type { ImageFacts } from '../../../knowledge/images/facts.ts';

const byKind: Readonly<Record<string, string>> = {
  python: 'LANG GPG_KEY PYTHON_VERSION PYTHON_SHA256 PYTHON_PIP_VERSION PYTHON_SETUPTOOLS_VERSION PYTHON_GET_PIP_URL PYTHON_GET_PIP_SHA256',
  uv: 'LANG GPG_KEY PYTHON_VERSION PYTHON_SHA256 UV_TOOL_BIN_DIR',
  node: 'NODE_VERSION YARN_VERSION',
  nginx: 'NGINX_VERSION NJS_VERSION NJS_RELEASE ACME_VERSION PKG_RELEASE DYNPKG_RELEASE UID GID',
  postgres: 'LANG GOSU_VERSION PG_MAJOR PG_VERSION PG_SHA256 PGDATA DOCKER_PG_LLVM_DEPS',
  redis: 'GOSU_VERSION REDIS_VERSION REDIS_DOWNLOAD_URL REDIS_DOWNLOAD_SHA',
};

/** The names of the variables that are set in an image before anything is built on it; those of images we do not know are not here. */
export const setByImage = ({ kind }: Pick<ImageFacts, 'kind'>): ReadonlySet<string> => {
  let names = kept.get(kind);
  if (!names) {
    names = new Set(`PATH ${byKind[kind] ?? ''}`.trim().split(' '));
    kept.set(kind, names);
  }
  return names;
};
const kept = new Map<string, ReadonlySet<string>>();
