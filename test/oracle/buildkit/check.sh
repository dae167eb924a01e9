# Runs inside the tree of `images.sh checked`, as /checked/.check: an engine, empty images, and one check per folder.
export DOCKER_HOST=unix:///run/check.sock
rm -rf /run/docker.pid /run/check /run/docker /var/lib/check
dockerd --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs --host="$DOCKER_HOST" \
  --data-root=/var/lib/check --exec-root=/run/check > /var/log/check.log 2>&1 &
engine=$!
n=0
until docker version > /dev/null 2>&1; do
  n=$((n + 1))
  if [ $n -gt 60 ]; then tail -5 /var/log/check.log >&2; exit 1; fi
  sleep 0.5
done
tar -cf - --files-from /dev/null | docker import - empty:image > /dev/null
while read -r name; do docker tag empty:image "$name"; done < /checked/images
# Two at a time.
ls -d /checked/*/ | xargs -P 2 -I {} sh -c 'at=${1%/}
  docker build --call=check,format=json -f "$at/Dockerfile" "$at" > "$at.json" 2> "$at.err" || true' _ {}
kill "$engine"
