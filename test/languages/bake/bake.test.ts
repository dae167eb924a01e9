import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

describe('a bake file', () => {
  it('is known by its name', () => {
    for (const path of ['docker-bake.hcl', 'docker-bake.override.json', 'ci/bake.hcl']) assert.equal(kindNamed(path), 'bake', path);
  });

  it('gives targets with what they inherit, and defaults of variables filled in', () => {
    const { facts, at, parsed } = factsIn(
      'bake',
      `// images
variable "TAG" { default = "1" }
variable "REG" {}
group "default" { targets = ["app"] }
function "f" { params = [a] result = a }
target "base" {
  context    = "."
  dockerfile = "Dockerfile" # here
  args = { A = "1", B = "\${TAG}" }
}
target "app" {
  inherits = ["base"]
  target = "prod"
  tags = ["shop:\${TAG}", "\${REG}/shop",]
  platforms = [ "linux/amd64", "linux/arm64" ]
  cache-to = TAG == "1" ? ["a"] : []
  dockerfile = "docker/Dockerfile"
}
`,
    );
    assert.deepEqual(parsed.broken, []);
    const app = facts.targets.find(({ name }) => name === 'app');
    assert.deepEqual([app?.context?.text, app?.dockerfile?.text, app?.target?.text], ['.', 'docker/Dockerfile', 'prod']);
    assert.deepEqual(
      app?.tags.map(({ text, known }) => [text, known]),
      [
        ['shop:1', true],
        ['${REG}/shop', false],
      ],
    );
    assert.deepEqual(
      app?.args.map(({ name, value }) => [name, value]),
      [
        ['A', '1'],
        ['B', '1'],
      ],
    );
    assert.equal(app?.platforms.length, 2);
    assert.equal(at(app?.dockerfile?.span ?? { from: 0, to: 0 }), '"docker/Dockerfile"');
  });

  it('reads JSON', () => {
    const { facts } = factsIn('bake', '{"target": {"app": {"context": ".", "dockerfile": "a", "tags": ["x"]}}}', 'docker-bake.json');
    assert.deepEqual([facts.targets[0]?.name, facts.targets[0]?.dockerfile?.text, facts.targets[0]?.tags[0]?.text], ['app', 'a', 'x']);
  });

  it('ends on anything', () => {
    for (const text of ['{'.repeat(300), 'a = ['.repeat(300), '"', 'target "a" {', 'x = "${', '/*', ']', 'target "a" { b = }'])
      assert.ok(factsIn('bake', text).facts, text.slice(0, 10));
  });

  it('ends when targets inherit each other', () => {
    assert.equal(factsIn('bake', 'target "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"] }').facts.targets.length, 2);
  });
});
