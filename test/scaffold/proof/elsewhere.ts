// Files that others hand out: a CDN in front of WhiteNoise, and object storage, played by moto.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Container, whenOver } from './container.ts';
import { environment, run } from './project.ts';
import { ask } from './requests.ts';
import { plain, type Variant } from './variant.ts';

const store = 8770;
const storage = {
  AWS_STORAGE_BUCKET_NAME: 'shop',
  AWS_ACCESS_KEY_ID: 'proof',
  AWS_SECRET_ACCESS_KEY: 'proof',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: `http://127.0.0.1:${store}`,
};

/** Where the storage that is played is installed. */
const mock = () => environment(join(tmpdir(), 'drydock-proof', 'moto'), 'python3', ['moto[s3,server]', 'boto3']);

/** Starts the storage with an empty bucket. */
const beside: Variant['beside'] = () => {
  const bin = mock();
  const server = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', String(store)], { stdio: 'ignore' });
  whenOver(() => server.kill());
  const make = 'import boto3; boto3.client("s3").create_bucket(Bucket="shop")';
  const retry = `for i in 1 2 3 4 5 6 7 8 9 10; do ${join(bin, 'python')} -c '${make}' && exit; sleep 1; done; exit 1`;
  run('sh', ['-c', retry], { env: { ...process.env, ...storage } });
};

const before = (folder: string): void => writeFileSync(join(folder, 'requirements.txt'), 'django\n');
/** Every key of the bucket. */
const keys = (): readonly string[] => {
  const list = 'import boto3; print("\\n".join(o["Key"] for o in boto3.client("s3").list_objects_v2(Bucket="shop").get("Contents", [])))';
  return run(join(mock(), 'python'), ['-c', list], { env: { ...process.env, ...storage } }).split('\n');
};

const collected = async (app: Container): Promise<void> => {
  app.exec('python', 'manage.py', 'collectstatic', '--noinput');
  const page = await ask(8765, '/');
  assert.equal(page.status, 200, page.body.toString());
  const name = /href="[^"]*(pages\/site\.[0-9a-f]{12}\.css)/.exec(page.body.toString())?.[1];
  assert.ok(name, `the page names a stylesheet by its hash: ${page.body.toString()}`);
  assert.ok(
    keys().some((key) => key.endsWith(name)),
    `${name} is not in the storage: ${keys().join(', ')}`,
  );
};

const uploaded = (app: Container): void => {
  const save = [
    'import django; django.setup()',
    'from django.core.files.base import ContentFile',
    'from django.core.files.storage import default_storage',
    'print(default_storage.save("upload.txt", ContentFile(b"kept")))',
  ].join('; ');
  app.exec('python', '-c', save);
  assert.ok(keys().includes('upload.txt'), `the upload is not in the storage: ${keys().join(', ')}`);
};

export const elsewhere: readonly Variant[] = [
  {
    ...plain,
    name: 'whitenoise-cdn',
    flags: ['--static', 'whitenoise-cdn'],
    environment: { STATIC_HOST: 'https://cdn.example.com' },
    host: 'https://cdn.example.com',
  },
  { ...plain, name: 'storages', flags: ['--static', 'storages'], before, environment: storage, serves: false, beside, prove: collected },
  { ...plain, name: 'media-storages', flags: ['--media', 'storages'], before, environment: storage, beside, prove: uploaded },
];
