import assert from 'node:assert/strict';
import { definition } from '../../../server/src/features/definition.ts';
import { highlights } from '../../../server/src/features/highlights.ts';
import { links } from '../../../server/src/features/links.ts';
import { references } from '../../../server/src/features/references.ts';
import { lineAt, linesOf } from '../../../server/src/text/lines.ts';
import type { Location } from '../../../server/src/text/span.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { type Files, hoverAt, itemsAt, placeIn } from '../../support/ask.ts';
import { root } from '../../support/project.ts';

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: runner
      imagePullSecrets:
        - name: registry
      containers:
        - name: web
          image: nginx:1.29
          envFrom:
            - configMapRef:
                name: "web-config"
            - secretRef: {name: web-secret}
          env:
            - name: SECRET_KEY
              valueFrom:
                secretKeyRef:
                  name: web-secret
                  key: django-key
            - name: HOSTS
              valueFrom:
                configMapKeyRef: {name: web-config, key: ALLOWED_HOSTS}
          volumeMounts:
            - {name: media, mountPath: /media}
      volumes:
        - name: media
          persistentVolumeClaim:
            claimName: media
        - name: all
          projected:
            sources:
              - secret: {name: web-secret}
`;
const around = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector:
    app: web
  ports: [{port: 80}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: media}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {kind: Deployment, name: web}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - http:
        paths:
          - path: /
            backend:
              service: {name: web, port: {number: 80}}
`;
const config = `apiVersion: v1
kind: ConfigMap
metadata:
  name: web-config
data:
  ALLOWED_HOSTS: shop.test
  DEBUG: "0"
---
apiVersion: v1
kind: Secret
metadata:
  name: web-secret
stringData:
  django-key: very-secret
`;
const kustomization = `kind: Kustomization
resources: [web.yaml, ../base, https://github.com/a/b]
configMapGenerator:
  - name: made
    files: [settings=app.conf]
    literals: [LEVEL=info]
patches:
  - path: config.yaml
`;
const files: Files = {
  'k8s/web.yaml': web,
  'k8s/around.yaml': around,
  'k8s/config.yaml': config,
  'k8s/kustomization.yaml': kustomization,
  'k8s/app.conf': '',
  'k8s/replicas.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 3}\n',
  'base/kustomization.yaml': 'kind: Kustomization\nresources: []\n',
  'other/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config}\n',
  'far/config.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: web-secret, namespace: elsewhere}\n',
};

/** The caret one character into the first such text. */
const ask = (path: string, before: string, text = files[path] ?? '') => {
  assert.ok(text.includes(before), before);
  const from = text.indexOf(before) + 1;
  const { [path]: _, ...others } = files;
  return placeIn(path, `${text.slice(0, from)}<cursor>${text.slice(from)}`, others);
};
const shown = ({ uri, span }: Location): string => {
  const path = relative(root, uri);
  return `${path}:${lineAt(linesOf(files[path] ?? ''), span.from) + 1} ${(files[path] ?? '').slice(span.from, span.to)}`;
};
const leads = (path: string, before: string): readonly string[] => definition(ask(path, before)).map(shown);
const named = (path: string, before: string): readonly string[] => references(ask(path, before), true).map(shown).toSorted();

describe('names of manifests', () => {
  it('lead to the objects that are meant', () => {
    assert.deepEqual(leads('k8s/web.yaml', 'web-config"'), ['k8s/config.yaml:4 web-config']);
    assert.deepEqual(leads('k8s/web.yaml', 'web-secret}'), ['k8s/config.yaml:12 web-secret']);
    assert.deepEqual(leads('k8s/web.yaml', 'django-key'), ['k8s/config.yaml:14 django-key']);
    assert.deepEqual(leads('k8s/web.yaml', 'ALLOWED_HOSTS'), ['k8s/config.yaml:6 ALLOWED_HOSTS']);
    assert.deepEqual(leads('k8s/web.yaml', 'media\n        - name: all'), ['k8s/around.yaml:11 media']);
    assert.deepEqual(leads('k8s/around.yaml', 'web}\n---\napiVersion: networking'), ['k8s/web.yaml:4 web']);
    assert.deepEqual(leads('k8s/around.yaml', 'web, port'), ['k8s/around.yaml:3 web']);
    assert.deepEqual(leads('k8s/web.yaml', 'registry'), []);
  });
  it('lead from a mount to the volume of the same pod', () => {
    assert.deepEqual(leads('k8s/web.yaml', 'media, mountPath'), ['k8s/web.yaml:33 media']);
    assert.deepEqual(named('k8s/web.yaml', 'media, mountPath'), ['k8s/web.yaml:31 media', 'k8s/web.yaml:33 media']);
  });
  it('lead from the selector of a Service to what it selects', () => {
    assert.deepEqual(leads('k8s/around.yaml', 'app: web'), ['k8s/web.yaml:4 web']);
  });
  it('are found wherever they are used', () => {
    assert.deepEqual(named('k8s/web.yaml', 'web-secret}'), [
      'k8s/config.yaml:12 web-secret',
      'k8s/web.yaml:20 web-secret',
      'k8s/web.yaml:25 web-secret',
      'k8s/web.yaml:39 web-secret',
    ]);
    assert.deepEqual(named('k8s/config.yaml', 'django-key'), ['k8s/config.yaml:14 django-key', 'k8s/web.yaml:26 django-key']);
    assert.equal(highlights(ask('k8s/web.yaml', 'web-secret}')).length, 3);
  });
  it('show what they hold, without values', () => {
    assert.equal(hoverAt(ask('k8s/web.yaml', 'web-secret}')), '**Secret `web-secret`** · `django-key`');
    assert.equal(hoverAt(ask('k8s/web.yaml', 'web-config"')), '**ConfigMap `web-config`** · `ALLOWED_HOSTS`, `DEBUG`');
  });
  it('are completed, and so are keys', () => {
    const labels = (before: string, text: string) =>
      itemsAt(
        placeIn(
          'k8s/web.yaml',
          web.replace(before, text),
          Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'k8s/web.yaml')),
        ),
      ).map(({ label }) => label);
    assert.deepEqual(labels('name: "web-config"', 'name: <cursor>'), ['made', 'web-config']);
    assert.deepEqual(labels('key: ALLOWED_HOSTS', 'key: A<cursor>'), ['ALLOWED_HOSTS', 'DEBUG']);
    assert.deepEqual(labels('{name: web-config, key: ALLOWED_HOSTS}', '{name: made, key: <cursor>}'), ['LEVEL']);
    assert.deepEqual(labels('{name: media, mountPath', '{name: <cursor>, mountPath'), ['all', 'media']);
    assert.deepEqual(labels('claimName: media', 'claimName: <cursor>'), ['media']);
  });
});

describe('links of manifests', () => {
  const found = (path: string) => {
    const { project, parsed, text } = ask(path, 'kind');
    return links(project, parsed).map(({ span, target }) => [text.slice(span.from, span.to), target.replace(`${root}/`, '')]);
  };
  it('lead to the files of a kustomization', () => {
    assert.deepEqual(found('k8s/kustomization.yaml'), [
      ['web.yaml', 'k8s/web.yaml'],
      ['../base', 'base/kustomization.yaml'],
      ['config.yaml', 'k8s/config.yaml'],
      ['settings=app.conf', 'k8s/app.conf'],
    ]);
  });
  it('lead to the pages of images', () => assert.deepEqual(found('k8s/web.yaml'), [['nginx:1.29', 'https://hub.docker.com/_/nginx']]));
});
