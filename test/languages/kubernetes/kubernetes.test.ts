import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (text: string) => factsIn('kubernetes', text, 'k8s/app.yaml');

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 3
  template:
    metadata:
      labels: { app: shop }
    spec:
      terminationGracePeriodSeconds: 60
      securityContext:
        runAsNonRoot: true
      initContainers:
        - name: migrate
          image: shop:1
          command: ["python", "manage.py", "migrate"]
      containers:
        - name: web
          image: registry/shop:\${TAG}
          args: ["sh", "-c", "exec gunicorn shop.wsgi"]
          ports:
            - containerPort: 8000
              name: http
          env:
            - name: DJANGO_SETTINGS_MODULE
              value: shop.settings
            - name: SECRET_KEY
              valueFrom:
                secretKeyRef: { name: shop, key: secret }
          envFrom:
            - configMapRef: { name: shop-config }
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
              httpHeaders:
                - { name: Host, value: shop.example }
          livenessProbe:
            exec:
              command: ["true"]
          securityContext:
            readOnlyRootFilesystem: true
          volumeMounts:
            - { name: static, mountPath: /app/static }
      volumes:
        - name: static
          emptyDir: {}
        - name: config
          configMap: { name: nginx }
`;

describe('a Kubernetes manifest', () => {
  it('is known by what is in it', () => {
    assert.equal(kindNamed('k8s/x.yaml', deployment), 'kubernetes');
    assert.equal(kindNamed('k8s/kustomization.yaml', 'resources: [a.yaml]\n'), 'kubernetes');
    assert.equal(kindNamed('chart/templates/x.yaml', '{{- if .Values.x }}\napiVersion: v1\n'), 'kubernetes');
    assert.equal(kindNamed('chart/values.yaml', 'image: x\n'), undefined);
    assert.equal(kindNamed('openapi.yaml', 'kind: x\n'), undefined);
  });

  it('gives the containers of a workload with all that a deployment depends on', () => {
    const { facts, at } = read(deployment);
    const [shop] = facts.workloads;
    assert.ok(shop);
    assert.deepEqual([shop.kind, shop.name?.text, shop.replicas?.text, shop.pod.gracePeriod?.text], ['Deployment', 'shop', '3', '60']);
    assert.deepEqual([shop.pod.security.runAsNonRoot, shop.pod.labels.get('app')], [true, 'shop']);
    const [migrate, web] = shop.pod.containers;
    assert.deepEqual([migrate?.init, migrate?.command?.words.map(({ text }) => text).join(' ')], [true, 'python manage.py migrate']);
    assert.deepEqual([web?.image?.known, migrate?.image?.known], [false, true]);
    assert.equal(web?.args?.line, 'exec gunicorn shop.wsgi');
    assert.equal(at(web.args.commands[0]?.words[1]?.span ?? { from: 0, to: 0 }), 'gunicorn');
    assert.deepEqual(
      web.ports.map(({ name, port }) => [name, port]),
      [['http', 8000]],
    );
    assert.deepEqual(
      web.environment.map(({ name, value, from }) => [name, value?.text, from?.kind, from?.name, from?.key]),
      [
        ['DJANGO_SETTINGS_MODULE', 'shop.settings', undefined, undefined, undefined],
        ['SECRET_KEY', undefined, 'Secret', 'shop', 'secret'],
      ],
    );
    assert.deepEqual(
      web.environmentFrom.map(({ kind, name }) => [kind, name]),
      [['ConfigMap', 'shop-config']],
    );
    assert.deepEqual(
      web.probes.map(({ by, how, path, port, headers }) => [by, how, path?.text, port?.text, headers.get('Host')?.text]),
      [
        ['liveness', 'exec', undefined, undefined, undefined],
        ['readiness', 'http', '/healthz', 'http', 'shop.example'],
      ],
    );
    assert.deepEqual([web.security.readOnlyRoot, web.mounts[0]?.path?.text], [true, '/app/static']);
    assert.deepEqual(
      shop.pod.volumes.map(({ name, kind, of }) => [name, kind, of]),
      [
        ['static', 'emptyDir', undefined],
        ['config', 'configMap', 'nginx'],
      ],
    );
  });

  it('reads every document of a file', () => {
    const { facts } = read(
      [
        'apiVersion: v1\nkind: Service\nmetadata: { name: shop }\nspec: { selector: { app: shop }, ports: [{ port: 80, targetPort: http }] }',
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n  annotations: { nginx.ingress.kubernetes.io/proxy-body-size: 8m }\nspec:\n  tls: [{ hosts: [a] }]\n  rules:\n  - host: shop.example\n    http: { paths: [{ path: /x, backend: { service: { name: shop, port: { number: 80 } } } }] }',
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: shop }\nspec: { minReplicas: 2, maxReplicas: 5, scaleTargetRef: { kind: Deployment, name: shop } }',
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { PORT: "8000" }',
        'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { KEY: hidden }',
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: j }\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a, image: b }] } } } } }',
        'apiVersion: x/v1\nkind: ClowdApp\nmetadata: { name: other }',
      ].join('\n---\n'),
    );
    const [service] = facts.services;
    assert.deepEqual([service?.ports[0]?.port, service?.ports[0]?.target?.text, service?.selector.get('app')], [80, 'http', 'shop']);
    const [ingress] = facts.ingresses;
    assert.deepEqual(
      [ingress?.hosts[0]?.text, ingress?.paths[0]?.service?.text, ingress?.paths[0]?.port?.text, ingress?.tls],
      ['shop.example', 'shop', '80', true],
    );
    assert.equal(ingress?.annotations.get('nginx.ingress.kubernetes.io/proxy-body-size')?.text, '8m');
    assert.deepEqual([facts.autoscalers[0]?.min, facts.autoscalers[0]?.max, facts.autoscalers[0]?.target?.name], [2, 5, 'shop']);
    assert.deepEqual([facts.data[0]?.entries.get('PORT')?.value?.text, facts.data[1]?.entries.get('KEY')?.value], ['8000', undefined]);
    assert.equal(facts.workloads[0]?.pod.containers[0]?.image?.text, 'b');
    assert.equal(facts.objects.length, 7);
    assert.doesNotMatch(JSON.stringify(facts), /hidden/);
  });

  it('looks into lists and the templates of OpenShift', () => {
    const { facts } = read(
      'apiVersion: template.openshift.io/v1\nkind: Template\nobjects:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: { name: shop }\n  spec:\n    replicas: ${{REPLICAS}}\n    template: { spec: { containers: [{ name: web, image: "${IMAGE}:1" }] } }\n',
    );
    assert.deepEqual([facts.workloads[0]?.name?.text, facts.workloads[0]?.pod.containers[0]?.image?.known], ['shop', false]);
  });

  it("leaves Helm's templates alone", () => {
    const { facts } = read('apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n');
    assert.deepEqual([facts.template, facts.objects, facts.open], ['helm', [], true]);
  });

  it('reads what a kustomization does with images', () => {
    const { facts } = read('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages:\n- name: shop\n  newTag: "2"\n');
    assert.deepEqual([facts.images[0]?.name, facts.images[0]?.newTag, facts.workloads], ['shop', '2', []]);
  });
});
