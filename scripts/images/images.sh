#!/usr/bin/env bash
# Builds and runs Dockerfiles where no Docker engine and no image registry is at hand: with Debian's buildah and podman, on
# base images made here from Debian's packages and this machine's own CPython, tagged with the names that FROM lines use.
#
#   images.sh tools                    installs buildah, podman, runc and debootstrap when they are missing
#   images.sh base PYTHON SUITE        makes python:PYTHON-SUITE and python:PYTHON-slim-SUITE (and debian:SUITE-slim) once
#   images.sh uv VERSION               makes ghcr.io/astral-sh/uv:VERSION from the wheel on PyPI
#   images.sh nginx TAG                makes nginxinc/nginx-unprivileged:TAG from Debian's nginx
#   images.sh node TAG                 makes node:TAG from this machine's own Node
#   images.sh build TAG CONTEXT [buildah options]
#   images.sh podman ARGS...           podman with the same storage
#   images.sh checked FOLDER           `docker build --check` on every FOLDER/*/Dockerfile, with the context beside it: the answers
#                                      lie in FOLDER/*.json. Images named in FOLDER/images are there, and empty.
#   images.sh clean                    removes everything it made
#
# Works as root on amd64 Debian and Ubuntu. Everything lies below DRYDOCK_IMAGES (a folder under /tmp or /var/tmp).
# The base images are stand-ins: a green build shows that a Dockerfile works on such a base, not what the official image holds.
set -euo pipefail

work=${DRYDOCK_IMAGES:-/var/tmp/drydock-images}
say() { printf '[images] %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
case $work in /tmp/?* | /var/tmp/?*) ;; *) die "DRYDOCK_IMAGES must lie under /tmp or /var/tmp" ;; esac
[ "$(id -u)" = 0 ] || die "needs root"
mkdir -p "$work/conf" "$work/log" "$work/tmp"
export TMPDIR=$work/tmp
export CONTAINERS_STORAGE_CONF=$work/conf/storage.conf CONTAINERS_CONF=$work/conf/containers.conf CONTAINERS_REGISTRIES_CONF=$work/conf/registries.conf

settings() {
  printf '[storage]\ndriver = "%s"\ngraphroot = "%s/storage"\nrunroot = "%s/runroot"\n' "$1" "$work" "$work" > "$work/conf/storage.conf"
  # Without CAP_SYS_RESOURCE no limit can be raised: ask for no more than there is.
  local files processes most
  files=$(ulimit -Hn) processes=$(ulimit -Hu) most=$(cat /proc/sys/kernel/pid_max)
  if [ "$processes" = unlimited ] || [ "$processes" -gt "$most" ]; then processes=$most; fi
  [ "$files" != unlimited ] || files=1048576
  cat > "$work/conf/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
[engine]
runtime = "runc"
events_logger = "file"
cgroup_manager = "cgroupfs"
CONF
  printf 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "permissive"\n' > "$work/conf/registries.conf"
}
[ -e "$work/conf/storage.conf" ] || settings overlay

bud() { buildah bud --isolation chroot --pull-never --network host --format docker "$@"; }
have() { buildah inspect --type image "docker.io/library/$1" > /dev/null 2>&1 || buildah inspect --type image "$1" > /dev/null 2>&1; }
logged() { # NAME COMMAND...: the end of its log when it fails
  local name=$1
  shift
  "$@" > "$work/log/$name.log" 2>&1 || { tail -20 "$work/log/$name.log" >&2; die "$name failed"; }
}

tools() {
  local need=() one mine=
  for one in buildah podman runc debootstrap curl; do command -v "$one" > /dev/null || need+=("$one"); done
  if [ ${#need[@]} -gt 0 ]; then
    say "installing ${need[*]}"
    # Package scripts must not start services here.
    if [ ! -e /usr/sbin/policy-rc.d ]; then
      printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
      chmod 755 /usr/sbin/policy-rc.d
      mine=1
    fi
    logged apt-update apt-get -o DPkg::Lock::Timeout=300 update -qq
    DEBIAN_FRONTEND=noninteractive logged apt-install apt-get -o DPkg::Lock::Timeout=300 -y --no-install-recommends install "${need[@]}"
    [ -z "$mine" ] || rm -f /usr/sbin/policy-rc.d
  fi
  if ! buildah info > /dev/null 2>&1; then
    say "no overlay here, plain copies instead"
    settings vfs
    buildah info > /dev/null
  fi
}

# The Debian mirror of this machine.
mirror() { apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | awk '$2 !~ /-/ {print $1; exit}'; }

# Runs a command with a tree as its root, in a mount namespace of its own.
within() {
  local tree=$1
  shift
  unshare -m --propagation private bash -c '
    set -e; tree=$1; shift
    mount --bind "$tree" "$tree"; mkdir -p "$tree/.old"
    mount -t proc proc "$tree/proc"; mount --rbind /sys "$tree/sys"; mount --rbind /dev "$tree/dev"
    cd "$tree"; pivot_root . .old; cd /; umount -l /.old
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' _ "$tree" "$@"
}

debian() { # SUITE
  local suite=$1 tree=$work/tree-$1 script=/usr/share/debootstrap/scripts/$1 from container
  have "debian:$suite-slim" && return
  say "debian:$suite-slim"
  from=$(mirror)
  [ -n "$from" ] || die "no Debian mirror in this machine's apt settings"
  [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
  rm -rf --one-file-system "$tree"
  logged debootstrap debootstrap --variant=minbase "$suite" "$tree" "$from" "$script"
  # What the official images set: no documentation, no services, no package lists kept.
  mkdir -p "$tree/etc/dpkg/dpkg.cfg.d" "$tree/etc/apt/apt.conf.d"
  printf 'path-exclude /usr/share/doc/*\npath-exclude /usr/share/man/*\npath-exclude /usr/share/locale/*\n' > "$tree/etc/dpkg/dpkg.cfg.d/docker"
  echo force-unsafe-io > "$tree/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
  printf 'Acquire::Languages "none";\nAcquire::GzipIndexes "true";\n' > "$tree/etc/apt/apt.conf.d/docker"
  { apt-config dump | grep -E '^Acquire::(Check-(Valid-Until|Date)|https?::Proxy) ' || true; } > "$tree/etc/apt/apt.conf.d/99host"
  printf '#!/bin/sh\nexit 101\n' > "$tree/usr/sbin/policy-rc.d"
  chmod 755 "$tree/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$tree/etc/resolv.conf"
  if compgen -G '/usr/local/share/ca-certificates/*.crt' > /dev/null; then
    mkdir -p "$tree/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$tree/usr/local/share/ca-certificates/"
  fi
  echo "deb $from $suite main" > "$tree/etc/apt/sources.list"
  logged debian-packages within "$tree" sh -c 'set -e; apt-get update -qq
    apt-get install -y -qq --no-install-recommends ca-certificates netbase tzdata; update-ca-certificates; apt-get clean; rm -rf /var/lib/apt/lists/*'
  rm -rf "$tree/.old" "$tree/etc/resolv.conf" "$tree"/usr/share/man/*
  container=$(buildah from scratch)
  buildah add -q "$container" "$tree" / > /dev/null
  buildah config --cmd '["bash"]' --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit -q --format docker "$container" "docker.io/library/debian:$suite-slim" > /dev/null
  buildah rm "$container" > /dev/null
  rm -rf --one-file-system "$tree"
}

prefix() { # PYTHON: where this machine has that CPython, when it is one that can be copied
  local one found
  for one in "python$1" "$HOME/.pyenv/versions/$1".*/bin/"python$1"; do
    found=$("$one" -c 'import sys; print(sys.base_prefix)' 2> /dev/null) || continue
    if [ "$found" != /usr ] && [ -d "$found/lib/python$1" ]; then echo "$found"; return; fi
  done
}

# pip's index settings of this machine, as far as they are addresses.
pip_conf() {
  python3 -m pip config list 2> /dev/null | python3 -c '
import ast, sys
print("[global]\ncert = /etc/ssl/certs/ca-certificates.crt\ntimeout = 60")
for line in sys.stdin:
    name, _, value = line.strip().partition("=")
    name = name.split(".")[-1]
    try:
        value = ast.literal_eval(value)
    except (SyntaxError, ValueError):
        continue
    words = [word for word in str(value).split() if not word.startswith("file:")]
    if name in ("index-url", "extra-index-url", "trusted-host", "proxy") and words:
        print(name, "=", *words)'
}

base() { # PYTHON SUITE
  local python=$1 suite=$2 slim=python:$1-slim-$2 full=python:$1-$2 b=$work/base from n trust=
  have "$slim" && have "$full" && return
  debian "$suite"
  say "$slim and $full"
  rm -rf "$b"
  mkdir -p "$b/usr-local/bin" "$b/etc"
  pip_conf > "$b/etc/pip.conf"
  # Poetry trusts only the authorities it brings along, unless this variable says otherwise.
  if compgen -G '/usr/local/share/ca-certificates/*.crt' > /dev/null; then trust=REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt; fi
  from=$(prefix "$python")
  n=python$python
  if [ -n "$from" ]; then
    (cd "$from" && ls -d "bin/$n" "bin/$n-config" "include/$n" "lib/lib$n".so.* "lib/$n" lib/pkgconfig 2> /dev/null > "$work/list" || true)
    tar -C "$from" -cf - --exclude="lib/$n/site-packages/*" --exclude=__pycache__ --exclude="lib/$n/test" --exclude='*.a' -T "$work/list" | tar -C "$b/usr-local" -xf -
    { grep -rIlF "$from" "$b/usr-local" || true; } | xargs -r sed -i "s#$from#/usr/local#g"
    ln -sf "$n" "$b/usr-local/bin/python3"
    ln -sf python3 "$b/usr-local/bin/python"
    cat > "$b/Dockerfile" <<END
FROM docker.io/library/debian:$suite-slim
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 $trust
RUN apt-get update && apt-get install -y --no-install-recommends libbz2-1.0 libffi8 liblzma5 libncursesw6 libreadline8t64 libsqlite3-0 libssl3t64 libuuid1 zlib1g libexpat1 \\
    || apt-get install -y --no-install-recommends libbz2-1.0 libffi8 liblzma5 libncursesw6 libreadline8 libsqlite3-0 libssl3 libuuid1 zlib1g libexpat1; rm -rf /var/lib/apt/lists/*
COPY usr-local/ /usr/local/
COPY etc/pip.conf /etc/pip.conf
RUN ldconfig && python3 -m ensurepip --default-pip && python3 -c 'import ssl, sqlite3, bz2, lzma, zlib, ctypes' && pip --version
CMD ["python3"]
END
  else
    say "no CPython $python to copy on this machine: Debian's own stands in"
    (cd "$b/usr-local/bin" && ln -s /usr/bin/python3 python3 && ln -s python3 python && ln -s /usr/bin/pip3 pip)
    cat > "$b/Dockerfile" <<END
FROM docker.io/library/debian:$suite-slim
ENV LANG=C.UTF-8 $trust
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip python3-venv && rm -rf /var/lib/apt/lists/* /usr/lib/python3*/EXTERNALLY-MANAGED
COPY usr-local/ /usr/local/
COPY etc/pip.conf /etc/pip.conf
CMD ["python3"]
END
  fi
  logged base-slim bud -f "$b/Dockerfile" -t "docker.io/library/$slim" "$b"
  cat > "$b/Dockerfile.full" <<END
FROM docker.io/library/$slim
RUN apt-get update && apt-get install -y --no-install-recommends curl git gcc g++ make patch file pkg-config procps \\
    libbz2-dev libc6-dev libcurl4-openssl-dev libffi-dev libjpeg-dev liblzma-dev default-libmysqlclient-dev libncurses-dev libpcre2-dev \\
    libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libxml2-dev libxslt1-dev libyaml-dev unzip xz-utils zlib1g-dev \\
    && rm -rf /var/lib/apt/lists/*
END
  logged base-full bud -f "$b/Dockerfile.full" -t "docker.io/library/$full" "$b"
  rm -rf "$b"
}

uv() { # VERSION
  have "ghcr.io/astral-sh/uv:$1" && return
  say "ghcr.io/astral-sh/uv:$1"
  local b=$work/uv container
  rm -rf "$b"
  logged uv python3 -m pip download --no-deps -d "$b" "uv==$1"
  (cd "$b" && python3 -m zipfile -e ./*.whl out && chmod 755 out/*.data/scripts/uv)
  container=$(buildah from scratch)
  buildah add -q "$container" "$b"/out/*.data/scripts/uv /uv > /dev/null
  buildah commit -q --format docker "$container" "ghcr.io/astral-sh/uv:$1" > /dev/null
  buildah rm "$container" > /dev/null
  rm -rf "$b"
}

nginx() { # TAG: as the official image does it: templates are filled in at the start, user 101, port 8080
  local name=docker.io/nginxinc/nginx-unprivileged:$1 b=$work/nginx
  have "$name" && return
  debian trixie
  say "$name"
  rm -rf "$b"
  mkdir -p "$b"
  cat > "$b/start.sh" <<'END'
#!/bin/sh
set -e
names=$(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/${\1}/p' | tr '\n' ' ')
for one in /etc/nginx/templates/*.template; do
  [ -e "$one" ] || continue
  envsubst "$names" < "$one" > "/etc/nginx/conf.d/$(basename "$one" .template)"
done
exec "$@"
END
  chmod 755 "$b/start.sh"
  cat > "$b/nginx.conf" <<'END'
worker_processes 1;
error_log stderr notice;
pid /tmp/nginx.pid;
events { worker_connections 1024; }
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path /tmp/client_temp;
    proxy_temp_path /tmp/proxy_temp;
    fastcgi_temp_path /tmp/fastcgi_temp;
    uwsgi_temp_path /tmp/uwsgi_temp;
    scgi_temp_path /tmp/scgi_temp;
    access_log /dev/stdout;
    include /etc/nginx/conf.d/*.conf;
}
END
  cat > "$b/Dockerfile" <<'END'
FROM docker.io/library/debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light gettext-base curl && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled \
    && groupadd --gid 101 nginx && useradd --uid 101 --gid 101 --no-create-home nginx; mkdir -p /etc/nginx/templates /etc/nginx/conf.d && chown -R 101:101 /etc/nginx /var/lib/nginx
COPY nginx.conf /etc/nginx/nginx.conf
COPY start.sh /docker-entrypoint.sh
USER 101
EXPOSE 8080
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
END
  logged nginx bud -f "$b/Dockerfile" -t "$name" "$b"
  rm -rf "$b"
}

node() { # TAG
  local name=docker.io/library/node:$1 b=$work/node from
  have "$name" && return
  debian trixie
  say "$name"
  from=$(node_prefix)
  rm -rf "$b"
  mkdir -p "$b/usr-local/bin" "$b/usr-local/lib/node_modules"
  cp "$from/bin/node" "$b/usr-local/bin/node"
  cp -r "$(npm root -g)/npm" "$b/usr-local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$b/usr-local/bin/npm"
  npm config get registry | sed 's/^/registry=/' > "$b/npmrc"
  printf 'cafile=/etc/ssl/certs/ca-certificates.crt\n' >> "$b/npmrc"
  cat > "$b/Dockerfile" <<'END'
FROM docker.io/library/debian:trixie-slim
COPY usr-local/ /usr/local/
COPY npmrc /usr/local/etc/npmrc
RUN node --version && npm --version
END
  logged node bud -f "$b/Dockerfile" -t "$name" "$b"
  rm -rf "$b"
}
node_prefix() { command node -p 'require("node:path").dirname(require("node:path").dirname(process.execPath))'; }

build() { # TAG CONTEXT [options]
  local tag=$1 context=$2
  shift 2
  local trust=()
  # uv trusts only the authorities it brings along, unless its configuration says otherwise.
  if compgen -G '/usr/local/share/ca-certificates/*.crt' > /dev/null; then
    printf 'system-certs = true\n' > "$work/conf/uv.toml"
    trust=(--volume "$work/conf/uv.toml:/etc/uv/uv.toml:ro")
  fi
  # Without kept layers: this buildah does not look into what is mounted from the context.
  bud "${trust[@]}" "$@" -t "$tag" "$context"
}

# A tree with Docker's engine and BuildKit from a suite that is new enough to have `--check`.
checker() {
  local tree=$work/tree-checker from
  [ -e "$tree/usr/sbin/dockerd" ] && [ -e "$work/conf/checker" ] && return
  say "docker.io of forky"
  from=$(mirror)
  rm -rf --one-file-system "$tree"
  logged checker debootstrap --variant=minbase --include=docker.io,docker-cli,docker-buildx,ca-certificates forky "$tree" "${from%/}" /usr/share/debootstrap/scripts/sid
  rm -rf "$tree"/var/cache/apt/archives/*.deb
  touch "$work/conf/checker"
}

checked() { # FOLDER
  local folder tree=$work/tree-checker
  folder=$(realpath "$1")
  checker
  # The engine starts no container here: it needs neither a network nor layers.
  unshare -m -p -f --kill-child --propagation private bash -c '
    set -e; tree=$1; folder=$2
    mount --bind "$tree" "$tree"
    mount -t proc proc "$tree/proc"; mount --rbind /sys "$tree/sys"; mount --rbind /dev "$tree/dev"
    mkdir -p "$tree/checked"; mount --bind "$folder" "$tree/checked"
    exec chroot "$tree" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root sh /checked/.check' _ "$tree" "$folder"
}

clean() {
  if command -v podman > /dev/null; then podman rm -a -f -t 5 > /dev/null 2>&1 || true; fi
  if command -v buildah > /dev/null; then buildah rm -a > /dev/null 2>&1 || true; fi
  awk -v w="$work/" 'index($2, w) == 1 {print $2}' /proc/mounts | sort -r | while read -r one; do umount -l "$one"; done
  rm -rf --one-file-system "$work"
}

[ $# -gt 0 ] || die "see the head of $0"
case $1 in
  tools | base | uv | nginx | node | build | checked | clean) "$@" ;;
  podman) shift && podman "$@" ;;
  *) die "unknown: $1" ;;
esac
