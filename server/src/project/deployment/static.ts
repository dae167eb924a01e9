// Who collects the static files of a deployment, and who serves them.
import type { Launch } from '../../commands/launch.ts';
import { readManage } from '../../commands/manage.ts';
import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { DockerfileFacts, Run, Stage } from '../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { Parsed } from '../../languages/language.ts';
import { unknown } from '../../languages/maybe.ts';
import { lazyFields, memo, memoOfAll } from '../../languages/memo.ts';
import type { ShellFacts } from '../../languages/shell/facts.ts';
import type { Location } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { rememberedInContextAt } from '../dockerfile/context.ts';
import { imageFiles, originOf } from '../dockerfile/origin.ts';
import { remembered } from '../dockerfile/remember.ts';
import { mayNameScript, placesOf } from '../dockerfile/started.ts';
import { live, perObject, sameValue } from '../kept.ts';
import { factsAt, type Project } from '../project.ts';
import { entryOf, knownItems, placeOf, textOf, uriOf } from '../settings/ask.ts';
import type { Value } from '../settings/value.ts';
import { listOf, type SettingsView } from '../settings/view.ts';
import { type Container, insideOf } from './container.ts';
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

/** Whether commands of a stage collect, kept wherever it moves: hardly any stage has one. */
const mayCollect = rememberedInContextAt(
  ({ core }) => core,
  (project, facts, stage): boolean => collectedIn(project, facts, stage).length > 0,
);

const collectedIn = remembered((project, facts, stage): readonly Collected[] =>
  placedRuns(stage).flatMap(({ run, words, folder }): readonly Collected[] => {
    const manage = collects(words);
    const { certain, span } = run.command;
    if (manage) return [{ when: 'build', stage, certain, at: { uri: facts.uri, span: manage.verb.span } }];
    // `RUN ./build.sh`, `RUN make static`.
    const script = calledScript(project, facts, stage, run, words, folder);
    const inner = script?.launch.programs.find((program) => collects(program.words));
    if (inner && script) return [{ when: 'build', stage, certain: certain && inner.certain, at: { uri: script.uri, span: inner.span } }];
    if (programOf(words[0]) !== 'make') return [];
    const target = words[1]?.text;
    const step = makeSteps(project.all.makefile).find((other) => other.target === target);
    return step ? [{ when: 'build', stage, certain, at: { uri: facts.uri, span } }] : [];
  }),
);

/** The commands of the build that collect, those in scripts that a RUN calls included. */
const collectedInBuild = remembered((project, facts, stage): readonly Collected[] =>
  stagesBelow(stage).flatMap((one) => (mayCollect(project, facts, one) ? collectedIn(project, facts, one) : [])),
);

/** The script of the context that a command of the build starts. */
const calledScript = (
  project: Project,
  facts: DockerfileFacts,
  stage: Stage,
  run: Run,
  [first, second]: readonly Argument[],
  folder: string | undefined,
): ShellFacts | undefined => {
  const script = /^(?:ba|da|a)?sh$/.test(programOf(first)) ? second : first;
  if (!script?.known || !mayNameScript(project, facts, script.text)) return undefined;
  const image = imageFiles(project, facts);
  for (const path of placesOf(stage, script.text, folder)) {
    const origin = originOf(image, stage, path, run);
    if (origin.is === 'context') return factsAt(project, resolve(image.context.folder, `./${origin.path}`), 'shell');
  }
  return undefined;
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

/** What deployments beside one collect for it. */
export const collectedBeside = (project: Project, beside: readonly Deployment[]): readonly Collected[] =>
  beside.flatMap((other) => collectedBy(project, other));
const collectedBy = perObject((_, { launch, at }: Deployment, before: readonly Collected[] | undefined): readonly Collected[] =>
  sameValue(before, collectedByLaunch(launch, 'service', at)),
);

/** What static files follow from, each asked for when it is needed. */
interface Parts {
  readonly container: () => Container;
  readonly launch: () => Launch | undefined;
  readonly server: () => DeployedServer | undefined;
  readonly proxies: () => readonly DeployedProxy[];
  readonly environment: () => DeployedEnvironment;
  readonly view: () => SettingsView | undefined;
  readonly at: Location;
  /** What is collected by those beside it. */
  readonly beside: () => readonly Collected[];
}

/** Each part is worked out when it is asked for: most who ask want one of them. */
export const staticOf = (
  shelf: Project['shelf'],
  { container, launch, server, proxies, environment, view, at, beside }: Parts,
): DeployedStatic =>
  lately(
    {},
    {
      complete: live(shelf, ({ complete }) => {
        const settings = view();
        const starts = launch();
        return (
          settings !== undefined &&
          settings.open.length === 0 &&
          complete &&
          starts !== undefined &&
          starts.script === undefined &&
          environment().complete
        );
      }),
      url: live(shelf, () => textSetting(view(), 'STATIC_URL', at, textOf), sameValue),
      // A path of this workspace lies elsewhere in the container.
      root: live(
        shelf,
        () =>
          textSetting(view(), 'STATIC_ROOT', at, (value) => {
            const place = placeOf(value);
            const uri = uriOf(value);
            return uri ? insideOf(container(), uri, view()?.uri) : place?.path;
          }),
        sameValue,
      ),
      collected: live(
        shelf,
        (project): readonly Collected[] => {
          const { image } = container();
          return [
            ...(image ? collectedInBuild(project, image.facts, image.stage) : []),
            ...collectedByLaunch(launch(), 'start', at),
            ...beside(),
            ...collectedOutside(project.all.makefile, project.all.ci),
          ];
        },
        sameValue,
      ),
      servedBy: live(
        shelf,
        (project): readonly StaticServer[] => {
          const settings = view();
          return [
            ...(settings ? bySettings(settings) : byText(project.all.python)),
            ...byServer(server(), environment()),
            ...byProxies(proxies()),
          ];
        },
        sameValue,
      ),
    },
  );
const lately = lazyFields<DeployedStatic>('complete', 'url', 'root', 'collected', 'servedBy');

const middleware = /^(?:whitenoise\.middleware\.WhiteNoiseMiddleware|servestatic\.middleware\.ServeStaticMiddleware)$/;
/** Back ends that hand files to somebody else: S3, Google, Azure. */
const remote = /^storages\.backends\.|(?:S3|GoogleCloud|Azure|GCloud)\w*Storage$/i;

/** What the settings say of who serves; nothing is left out that may be there. */
const bySettings = (view: SettingsView): readonly StaticServer[] => {
  const out: StaticServer[] = [];
  const add = (kind: StaticServer['kind'], at: Location) => out.push({ kind, at, prefix: undefined, folder: undefined });
  const list = listOf(view, 'MIDDLEWARE');
  for (const { value, at } of list ? knownItems(list) : []) if (middleware.test(textOf(value) ?? '')) add('whitenoise', at);
  const storages = view.get('STORAGES')?.value;
  const entry = storages?.is === 'dict' ? entryOf(storages, 'staticfiles') : undefined;
  const options = entry && entry !== unknown && entry.value.is === 'dict' ? entryOf(entry.value, 'BACKEND') : undefined;
  for (const value of [options && options !== unknown ? options.value : undefined, view.get('STATICFILES_STORAGE')?.value]) {
    if (value && remote.test(textOf(value) ?? '')) add('storage', value.at);
  }
  return out;
};

/** WhiteNoise in the text of settings modules, where it is not known which of them is loaded. */
const byText = memoOfAll((python: Project['all']['python']): readonly StaticServer[] => python.flatMap(({ parsed }) => named(parsed)));

const named = memo(({ file, tree: { text } }: Parsed<'python'>): readonly StaticServer[] => {
  const found = /\b(?:whitenoise\.middleware\.WhiteNoiseMiddleware|servestatic\.middleware\.ServeStaticMiddleware)\b/.exec(text);
  if (!found || text.slice(text.lastIndexOf('\n', found.index) + 1, found.index).includes('#')) return [];
  const span = { from: found.index, to: found.index + found[0].length };
  return [{ kind: 'whitenoise', at: { uri: file.uri, span }, prefix: undefined, folder: undefined }];
});

/** A text of the settings; dynamic where it is computed, the environment decides, or nobody knows which settings are loaded. */
const textSetting = (
  view: SettingsView | undefined,
  name: string,
  elsewhere: Location,
  read: (value: Value) => string | undefined,
): Fact<string> => {
  if (!view) return dynamic(elsewhere);
  const setting = view.get(name);
  if (!setting) return view.open[0] ? dynamic(view.open[0].at) : absent;
  const { value, certain } = setting;
  if (value.is === 'none') return absent;
  const text = certain ? read(value) : undefined;
  return text === undefined ? dynamic(value.at) : known(text, value.at);
};

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
  const given = server.command.options.flatMap(({ name, value, span }) =>
    name === 'static-map' || name === 'static-map2' ? [{ text: value?.text ?? '', at: { uri: value?.uri ?? server.at.uri, span } }] : [],
  );
  return [...iniOptions(server.ini, environment).all('static-map', 'static-map2'), ...given].flatMap((one) => {
    const [prefix, folder] = one.text?.split('=', 2) ?? [];
    // Uploads are no static files.
    return /media|upload/i.test(prefix ?? '') ? [] : [new StaticMap(one, prefix?.trim(), folder?.trim())];
  });
};

/** A map of a uwsgi.ini, which may have hundreds: its place is worked out when it is asked for. */
class StaticMap implements StaticServer {
  readonly kind = 'uwsgi';
  readonly prefix: string | undefined;
  readonly folder: string | undefined;
  readonly #one: { readonly at: Location };
  constructor(one: { readonly at: Location }, prefix: string | undefined, folder: string | undefined) {
    this.#one = one;
    this.prefix = prefix;
    this.folder = folder;
  }
  get at(): Location {
    return this.#one.at;
  }
}

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
