// Who collects the static files of a deployment, and who serves them.
import type { Launch } from '../../commands/launch.ts';
import { readManage } from '../../commands/manage.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import type { Parsed } from '../../languages/language.ts';
import { memo, memoOfAll } from '../../languages/memo.ts';
import type { Location } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { contextOf } from '../dockerfile/context.ts';
import { remembered } from '../dockerfile/remember.ts';
import { factsAt, type Project } from '../project.ts';
import type { Container } from './container.ts';
import type {
  Collected,
  DeployedEnvironment,
  DeployedProxy,
  DeployedServer,
  DeployedStatic,
  Deployment,
  StaticServer,
} from './deployment.ts';
import { iniOptions } from './uwsgi.ts';

/** The stage, those it is built on, and those it copies from: all whose commands may have left something in the image. */
const stagesBelow = memo((stage: Stage): readonly Stage[] => {
  const seen = new Set<Stage>();
  const visit = (one: Stage | undefined) => {
    if (!one || seen.has(one)) return;
    seen.add(one);
    visit(one.parent);
    for (const copy of one.copies) visit(copy.stage);
  };
  visit(stage);
  return [...seen];
});

const collects = (words: Parameters<typeof readManage>[0]): ReturnType<typeof readManage> => {
  const found = readManage(words);
  return found?.verb.text === 'collectstatic' && !found.rest.some(({ text }) => text === '--dry-run' || text === '-n') ? found : undefined;
};

/** The commands of the build that collect, those in scripts that a RUN calls included. */
const collectedInBuild = remembered((project: Project, facts: DockerfileFacts, stage: Stage): readonly Collected[] =>
  stagesBelow(stage).flatMap((one) =>
    placedRuns(one).flatMap(({ run, words }): readonly Collected[] => {
      const manage = collects(words);
      const { certain, span } = run.command;
      if (manage) return [{ when: 'build', stage: one, certain, at: { uri: facts.uri, span: manage.verb.span } }];
      // `RUN ./build.sh`, `RUN make static`.
      const script = words.find(({ text, known }) => known && /\.sh$|^\.?\//.test(text));
      const uri = script && resolve(contextOf(project, facts).folder, `./${script.text.replace(/^.*\//, '')}`);
      const called = factsAt(project, uri, 'shell') ?? (script ? scriptNamed(project, script.text) : undefined);
      const inner = called?.launch.programs.find((program) => collects(program.words));
      if (inner && called)
        return [{ when: 'build', stage: one, certain: certain && inner.certain, at: { uri: called.uri, span: inner.span } }];
      if (programOf(words[0]) !== 'make') return [];
      const target = words[1]?.text;
      const step = makeSteps(project.all.makefile).find((other) => other.target === target);
      return step ? [{ when: 'build', stage: one, certain, at: { uri: facts.uri, span } }] : [];
    }),
  ),
);

const scriptNamed = (project: Project, path: string) => {
  const name = path.replace(/^.*\//, '');
  const found = project.all.shell.filter(({ facts }) => facts.uri.endsWith(`/${name}`));
  return found.length === 1 ? found[0]?.facts : undefined;
};

const makeSteps = memoOfAll((files: Project['all']['makefile']) =>
  files.flatMap(({ facts }) =>
    facts.steps.flatMap(({ target, manage, command }) =>
      manage?.verb.text === 'collectstatic' ? [{ target, at: { uri: facts.uri, span: command.span }, certain: command.certain }] : [],
    ),
  ),
);

/** Commands outside of images that collect: rules of a Makefile and steps of a workflow. */
const collectedOutside = memoOfAll((makefile: Project['all']['makefile'], ci: Project['all']['ci']): readonly Collected[] => [
  ...makeSteps(makefile).map(({ at, certain }): Collected => ({ when: 'outside', stage: undefined, certain, at })),
  ...ci.flatMap(({ facts }) =>
    facts.commands.flatMap(({ words, certain, span }): readonly Collected[] =>
      words.some(({ text }) => text === 'collectstatic')
        ? [{ when: 'outside', stage: undefined, certain, at: { uri: facts.uri, span } }]
        : [],
    ),
  ),
]);

const collectedByLaunch = (launch: Launch | undefined, when: Collected['when'], home: Location): readonly Collected[] =>
  (launch?.programs ?? []).flatMap(({ words, certain, uri }): readonly Collected[] => {
    const manage = collects(words);
    return manage ? [{ when, stage: undefined, certain, at: { uri: manage.verb.uri ?? uri ?? home.uri, span: manage.verb.span } }] : [];
  });

interface Parts {
  readonly container: Container;
  readonly launch: Launch | undefined;
  readonly server: DeployedServer | undefined;
  readonly proxies: readonly DeployedProxy[];
  readonly environment: DeployedEnvironment;
  readonly at: Location;
  readonly beside: readonly Pick<Deployment, 'launch' | 'at'>[];
}

export const staticOf = ({ container, launch, server, proxies, environment, at, beside }: Parts): DeployedStatic => {
  const { project, image } = container;
  const collected = [
    ...(image ? collectedInBuild(project, image.facts, image.stage) : []),
    ...collectedByLaunch(launch, 'start', at),
    ...beside.flatMap((other) => collectedByLaunch(other.launch, 'service', other.at)),
    ...collectedOutside(project.all.makefile, project.all.ci),
  ];
  const servedBy = [...byMiddleware(project.all.python), ...byServer(server, environment), ...byProxies(proxies)];
  return { collected, servedBy, complete: project.complete && launch !== undefined && launch.script === undefined && environment.complete };
};

/** WhiteNoise in the text of a settings module; which modules load it is for the settings to say. */
const byMiddleware = memoOfAll((python: Project['all']['python']): readonly StaticServer[] =>
  python.flatMap(({ parsed }) => named(parsed)),
);

const named = memo(({ file, tree: { text } }: Parsed<'python'>): readonly StaticServer[] => {
  const found = /\b(?:whitenoise\.middleware\.WhiteNoiseMiddleware|servestatic\.middleware\.ServeStaticMiddleware)\b/.exec(text);
  if (!found || text.slice(text.lastIndexOf('\n', found.index) + 1, found.index).includes('#')) return [];
  const span = { from: found.index, to: found.index + found[0].length };
  return [{ kind: 'whitenoise', at: { uri: file.uri, span }, prefix: undefined, folder: undefined }];
});

const byServer = (server: DeployedServer | undefined, environment: DeployedEnvironment): readonly StaticServer[] => {
  if (!server) return [];
  if (server.kind === 'runserver') {
    const off = server.command.options.some(({ name }) => name === 'nostatic');
    return off ? [] : [{ kind: 'runserver', at: server.at, prefix: undefined, folder: undefined }];
  }
  if (server.kind === 'granian') {
    return server.command.options.flatMap(({ name, value, span }): readonly StaticServer[] =>
      name === 'static-path-mount'
        ? [{ kind: 'granian', at: { uri: value?.uri ?? server.at.uri, span }, prefix: undefined, folder: value?.text }]
        : [],
    );
  }
  if (server.kind !== 'uwsgi') return [];
  return [
    ...iniOptions(server.ini, environment),
    ...server.command.options.map(({ name, value, span }) => ({
      name,
      value: { state: 'known' as const, value: value?.text ?? '', at: server.at },
      at: { uri: value?.uri ?? server.at.uri, span },
    })),
  ].flatMap(({ name, value, at }): readonly StaticServer[] => {
    if (name !== 'static-map' && name !== 'static-map2') return [];
    const [prefix, folder] = value.state === 'known' ? value.value.split('=', 2) : [];
    // Uploads are no static files.
    if (/media|upload/i.test(prefix ?? '')) return [];
    return [{ kind: 'uwsgi', at, prefix: prefix?.trim(), folder: folder?.trim() }];
  });
};

/** Locations beside the one that hands on to the server, with files below them. */
const byProxies = (proxies: readonly DeployedProxy[]): readonly StaticServer[] => {
  const seen = new Set<unknown>();
  return proxies.flatMap(({ nginx }) => {
    if (!nginx || seen.has(nginx.server)) return [];
    seen.add(nginx.server);
    const { facts, server } = nginx;
    return server.locations.flatMap(({ path, alias, root, pass, returns, modifier, directive }): readonly StaticServer[] => {
      const folder = alias ?? root;
      if (pass || returns || !folder || /^@/.test(path.text) || !/static|assets/i.test(`${path.text} ${folder.text}`)) return [];
      return [
        {
          kind: 'nginx',
          at: { uri: facts.uri, span: directive.nameSpan },
          prefix: modifier.startsWith('~') ? undefined : path.text,
          // `root` has the path of the request behind it.
          folder: alias ? alias.text : `${folder.text.replace(/\/$/, '')}${path.text}`,
        },
      ];
    });
  });
};
