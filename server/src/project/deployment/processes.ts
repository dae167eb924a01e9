// Processes of platforms and machines as declarations: Cloud Foundry, Procfile, systemd; and what a Dockerfile starts by itself.
import { type Argument, inFile } from '../../commands/resolve.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absent, dynamic } from '../../languages/fact.ts';
import { memoOfAll } from '../../languages/memo.ts';
import { baseName, parent, relative, resolve, slashPath, type Uri } from '../../text/uri.ts';
import type { Paths } from '../folders.ts';
import type { Project } from '../project.ts';
import { type Declaration, factOf, given, numberOf } from './declaration.ts';
import type { DeployedProbe, EnvironmentVariable } from './deployment.ts';
import { type Build, buildsOf, imageNamed } from './images.ts';

/** What all of them say, and what some do. */
type Said = Pick<Declaration, 'name' | 'by' | 'at' | 'files' | 'command' | 'environment' | 'hints' | 'beside'> &
  Partial<Pick<Declaration, 'image' | 'environmentComplete' | 'probes' | 'replicas' | 'folder' | 'user' | 'outside'>>;

const declared = (said: Said): Declaration => ({
  name: said.name,
  by: said.by,
  at: said.at,
  files: said.files,
  image: said.image,
  entrypoint: undefined,
  command: said.command,
  environment: said.environment,
  environmentComplete: said.environmentComplete ?? false,
  ports: [],
  probes: said.probes ?? [],
  volumes: [],
  replicas: said.replicas ?? absent,
  user: said.user ?? absent,
  folder: said.folder ?? absent,
  hosts: [],
  hints: said.hints,
  outside: said.outside,
  beside: said.beside,
});

/** The words that a shell is given a line with. */
const shellWords = (line: string, at: Argument): readonly Argument[] =>
  ['/bin/sh', '-c', line].map((text) => ({ ...at, text, known: true }));

export const procfileDeclarations = ({ all, root }: Project): readonly Declaration[] => procfiles(all.procfile, root);

const procfiles = memoOfAll((files: Project['all']['procfile'], root: Uri): readonly Declaration[] =>
  files.flatMap(({ facts, parsed }) => {
    if (facts.template) return [];
    const { uri } = facts;
    const declarations: readonly Declaration[] = facts.processes.map(({ name, nameSpan, commands, span }): Declaration => {
      const from = commands[0]?.span.from ?? span.from;
      const place = { from, to: span.to };
      const line = parsed.tree.text.slice(from, span.to);
      return declared({
        name,
        by: 'procfile',
        at: { uri, span: nameSpan },
        files: [uri],
        command: {
          words: shellWords(line, { text: line, known: true, span: place, uri }),
          lines: [{ line, commands }],
          at: { uri, span: place },
        },
        environment: [],
        hints: [relative(root, uri)],
        outside: parent(uri),
        beside: () => declarations,
      });
    });
    return declarations;
  }),
);

export const systemdDeclarations = ({ all, root }: Project): readonly Declaration[] => units(all.systemd, root);

const units = memoOfAll((files: Project['all']['systemd'], root: Uri): readonly Declaration[] =>
  files.flatMap(({ facts }) => {
    const { uri } = facts;
    const start = facts.starts.findLast(({ by }) => by === 'ExecStart');
    if (facts.template || !start) return [];
    const words = start.launch.programs.flatMap((program) => program.words.map((word) => inFile(word, uri)));
    const own: Declaration = declared({
      name: baseName(uri).replace(/\.service$/, ''),
      by: 'systemd',
      at: { uri, span: start.span },
      files: [uri],
      command: { words, lines: [], at: { uri, span: start.span } },
      environment: facts.environment.map(({ name, nameSpan, value }): EnvironmentVariable => {
        return { name, value: factOf(value, uri), by: 'declared', at: { uri, span: nameSpan } };
      }),
      environmentComplete: facts.environmentFiles.length === 0,
      user: factOf(facts.user, uri),
      folder: factOf(facts.workingDirectory, uri),
      hints: [relative(root, uri)],
      outside: root,
      beside: () => [own],
    });
    return [own];
  }),
);

export const cloudfoundryDeclarations = (project: Project): readonly Declaration[] =>
  applications(project.all.cloudfoundry, buildsOf(project), project.paths, project.root);

const applications = memoOfAll(
  (files: Project['all']['cloudfoundry'], builds: readonly Build[], paths: Paths, root: Uri): readonly Declaration[] =>
    files.flatMap(({ facts }) => {
      const { uri, template } = facts;
      if (template) return [];
      const all: readonly Declaration[] = facts.applications.flatMap(({ name, environment, processes, image, path, span }) =>
        processes.map(({ type, command, instances, health, span: place }): Declaration => {
          const at = { uri, span: name?.span ?? span };
          const label = name?.known ? name.text : baseName(uri);
          const probe: readonly DeployedProbe[] =
            health.type?.text === 'http' || health.endpoint
              ? [
                  {
                    by: 'cloudfoundry',
                    how: 'http',
                    path: health.endpoint ? factOf(health.endpoint, uri) : absent,
                    port: absent,
                    host: absent,
                    program: undefined,
                    at: { uri, span: (health.endpoint ?? health.type)?.span ?? place },
                  },
                ]
              : [];
          return declared({
            name: type === 'web' ? label : `${label}/${type}`,
            by: 'cloudfoundry',
            at,
            files: [uri],
            image: image && imageNamed(builds, image),
            command: command && given(command, uri),
            environment: environment.map((one): EnvironmentVariable => {
              const where = { uri, span: one.nameSpan };
              return { name: one.name, value: one.value ? factOf(one.value, uri) : dynamic(where), by: 'declared', at: where };
            }),
            probes: type === 'web' ? probe : [],
            replicas: numberOf(instances, uri),
            hints: [relative(root, uri), label],
            outside: image ? undefined : appFolder(paths, root, uri, path),
            beside: () => all,
          });
        }),
      );
      return all;
    }),
);

/** The folder that is pushed: as written, else that of the manifest or the next one above it that holds the application. */
const appFolder = (paths: Paths, root: Uri, manifest: Uri, path: Argument | undefined): Uri => {
  if (path?.known) return resolve(parent(manifest), path.text);
  for (let at = parent(manifest); at.length >= root.length; at = parent(at)) {
    const folder = slashPath(at).replace(/\/$/, '');
    if (paths.exists(`${folder}/manage.py`) || paths.exists(`${folder}/Procfile`)) return at;
    // Manifests often lie beside the application: `ops/manifests/` and `src/`.
    if (paths.exists(`${folder}/src/manage.py`)) return resolve(at, 'src');
    if (at === parent(at)) break;
  }
  return parent(manifest);
};

/** What an image starts when nobody says otherwise. */
export const dockerfileDeclaration = memoOfAll((stage: Stage, facts: DockerfileFacts, root: Uri): Declaration => {
  const at = { uri: facts.uri, span: stage.nameSpan ?? stage.from.content };
  const own: Declaration = declared({
    name: relative(root, facts.uri),
    by: 'dockerfile',
    at,
    files: [facts.uri],
    image: { facts, stage, by: 'build', at },
    command: undefined,
    environment: [],
    environmentComplete: true,
    hints: [relative(root, facts.uri), stage.name ?? ''],
    beside: () => [own],
  });
  return own;
});
