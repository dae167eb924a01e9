import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const outputs = (scripts: Readonly<Record<string, string>>) =>
  factsIn('npm', JSON.stringify({ scripts }), 'package.json').facts.outputs.map(
    ({ folder, by, written }) => `${by}: ${folder}${written ? '' : ' (default)'}`,
  );

describe('package.json', () => {
  it('is known by its name', () => {
    assert.equal(kindNamed('frontend/package.json', '{}'), 'npm');
    assert.equal(kindNamed('package-lock.json', '{}'), undefined);
  });

  it('tells where a build writes to', () => {
    assert.deepEqual(outputs({ build: 'tsc && vite build --outDir ../static/dist' }), ['vite: ../static/dist']);
    assert.deepEqual(outputs({ build: 'vite build', dev: 'vite' }), ['vite: dist (default)']);
    assert.deepEqual(outputs({ css: 'npx tailwindcss -i in.css -o ./static/css/out.css --minify' }), ['tailwindcss: static/css']);
    assert.deepEqual(outputs({ build: 'cross-env NODE_ENV=production webpack --config x.js' }), ['webpack: dist (default)']);
    assert.deepEqual(outputs({ build: 'react-scripts build', test: 'react-scripts test' }), ['react-scripts: build (default)']);
  });

  it('names what it depends on', () => {
    const { facts, at } = factsIn('npm', '{"dependencies": {"vue": "3"}, "devDependencies": {"vite": "5"}}');
    assert.deepEqual([...facts.dependencies.keys()], ['vue', 'vite']);
    assert.equal(at(facts.dependencies.get('vite') ?? { from: 0, to: 0 }), '"vite"');
  });
});
