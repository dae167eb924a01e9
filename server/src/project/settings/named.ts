// Every place where a file of the project names a settings module.

import { readManage } from '../../commands/manage.ts';
import type { ComposeFacts } from '../../languages/compose/facts.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { perContent } from '../../languages/dockerfile/per-content.ts';
import type { KubernetesFacts } from '../../languages/kubernetes/facts.ts';
import { memo, memoOfAll, sameList } from '../../languages/memo.ts';
import type { PythonFacts } from '../../languages/python/facts.ts';
import type { IniOption, Part, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { Location, Span } from '../../text/span.ts';
import { baseName, slashPath, type Uri } from '../../text/uri.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';

/** Who names a module. */
export type Namer =
  | 'drydock.yaml'
  | 'kubernetes'
  | 'cloudfoundry'
  | 'compose'
  | 'dockerfile'
  | 'uwsgi'
  | 'systemd'
  | 'supervisord'
  | 'procfile'
  | 'script'
  | 'dotenv'
  | 'wsgi'
  | 'asgi'
  | 'manage'
  | 'python';

export interface Named {
  readonly by: Namer;
  readonly variable: 'DJANGO_SETTINGS_MODULE' | 'DJANGO_CONFIGURATION';
  readonly text: string;
  readonly at: Location;
  /** What is named is for tests or for a developer's machine: so its condition, its file or its stage is called. */
  readonly use: 'test' | 'development' | undefined;
}

const isVariable = (name: string): name is Named['variable'] => name === 'DJANGO_SETTINGS_MODULE' || name === 'DJANGO_CONFIGURATION';

const testing = /(?:^|[^a-z])(?:tests?|testing|ci|e2e|pytest|tox|cypress|playwright)(?:[^a-z]|$)/i;
const developing = /(?:^|[^a-z])(?:dev|devel|development|local|debug|devcontainer|override|demo|docs?)(?:[^a-z]|$)/i;

/** What a file, service or stage is for, by its name. */
export const useOf = (name: string): Named['use'] => (testing.test(name) ? 'test' : developing.test(name) ? 'development' : undefined);

type All = Project['all'];
type Given = { readonly text: string; readonly known: boolean; readonly span: Span } | undefined;

const place = (by: Namer, uri: Uri, name: string, value: Given, use: Named['use']): readonly Named[] =>
  isVariable(name) && value?.known && /^[A-Za-z_][\w.]*$/.test(value.text)
    ? [{ by, variable: name, text: value.text, at: { uri, span: value.span }, use }]
    : [];

// What one file names is kept with the file, so that what follows from it is the same while others are typed in.
const inModule = memo(({ uri, namings }: PythonFacts): readonly Named[] => {
  const name = baseName(uri);
  const by: Namer = name === 'manage.py' ? 'manage' : /asgi/i.test(name) ? 'asgi' : /wsgi/i.test(name) ? 'wsgi' : 'python';
  return namings.map(
    ({ variable, text, span, testing: test }): Named => ({
      by,
      variable,
      text,
      at: { uri, span },
      use: test ? 'test' : /(?:^|\/)(?:conftest|test_\w+)\.py$|\/tests?\//.test(slashPath(uri)) ? 'test' : undefined,
    }),
  );
});

/** Hardly any stage names one, so only those that do are looked through where they are now. */
const names = perContent((stage: Stage): boolean =>
  stage.settings.some(({ name, instruction }) => instruction.name === 'ENV' && isVariable(name)),
);

const inDockerfile = memo(({ uri, stages, template }: DockerfileFacts): readonly Named[] =>
  template
    ? []
    : stages
        .filter(names)
        .flatMap((stage) =>
          stage.settings.flatMap(({ name, value, instruction }) =>
            instruction.name === 'ENV' ? place('dockerfile', uri, name, value, useOf(`${baseName(uri)} ${stage.name ?? ''}`)) : [],
          ),
        ),
);

const inCompose = memo(({ uri, services }: ComposeFacts): readonly Named[] =>
  services.flatMap((service) =>
    service.environment.flatMap(({ name, value }) => place('compose', uri, name, value, useOf(`${baseName(uri)} ${service.name}`))),
  ),
);

const inManifest = memo(({ uri, workloads, data }: KubernetesFacts): readonly Named[] => [
  ...workloads.flatMap(({ pod }) =>
    pod.containers.flatMap((container) =>
      container.environment.flatMap(({ name, value }) => place('kubernetes', uri, name, value, useOf(slashPath(uri)))),
    ),
  ),
  ...data.flatMap(({ entries }) =>
    [...entries].flatMap(([name, { value }]) => place('kubernetes', uri, name, value, useOf(slashPath(uri)))),
  ),
]);

const inOthers = memoOfAll(
  (
    cloudfoundry: All['cloudfoundry'],
    systemd: All['systemd'],
    supervisord: All['supervisord'],
    procfile: All['procfile'],
    shell: All['shell'],
    dotenv: All['dotenv'],
  ): readonly Named[] => [
    ...cloudfoundry.flatMap(({ facts: { uri, applications } }) =>
      applications.flatMap(({ environment }) =>
        environment.flatMap(({ name, value }) => place('cloudfoundry', uri, name, value, useOf(baseName(uri)))),
      ),
    ),
    ...systemd.flatMap(({ facts: { uri, environment } }) =>
      environment.flatMap(({ name, value }) => place('systemd', uri, name, value, undefined)),
    ),
    ...supervisord.flatMap(({ facts: { uri, programs } }) =>
      programs.flatMap(({ environment }) => environment.flatMap(({ name, value }) => place('supervisord', uri, name, value, undefined))),
    ),
    ...procfile.flatMap(({ facts: { uri, processes } }) =>
      processes.flatMap(({ commands }) =>
        commands.flatMap(({ words }) =>
          flag(
            'procfile',
            uri,
            words.map((word) => ({ text: word.text, known: word.literal, span: word.span })),
          ),
        ),
      ),
    ),
    ...shell.flatMap(({ facts: { uri, exports, launch } }) => [
      ...exports.flatMap(({ name, value }) => place('script', uri, name, value, useOf(baseName(uri)))),
      ...launch.programs.flatMap(({ words }) => flag('script', uri, words)),
    ]),
    ...dotenv.flatMap(({ facts: { uri, variables } }) =>
      variables.flatMap(({ name, open, span }) =>
        place('dotenv', uri, name, open === undefined ? undefined : { text: open, known: true, span }, useOf(slashPath(uri))),
      ),
    ),
  ],
);

/** `env = DJANGO_SETTINGS_MODULE=shop.settings`, looked for once in each version of a file. */
const inIni = memo(({ uri, sections }: UwsgiFacts): readonly Named[] =>
  sections
    .flatMap(({ parts }) => parts)
    .flatMap(ofDjango)
    .flatMap(({ value }) => {
      const [, variable = '', text = ''] = /^(\w+)=(.*)$/.exec(value.text) ?? [];
      const span = { from: value.span.to - text.length, to: value.span.to };
      return place('uwsgi', uri, variable, { text, known: value.literal, span }, useOf(baseName(uri)));
    }),
);
/** A file may set hundreds of variables, and a keystroke leaves all parts of it but one as they are. */
const ofDjango = memo(({ environment }: Part): readonly IniOption[] =>
  environment.filter(({ says }) => says.wording.text.startsWith('DJANGO_')),
);
const inUwsgi = memo((uwsgi: All['uwsgi']): readonly Named[] => uwsgi.flatMap(({ facts }) => inIni(facts)));

/** `manage.py check --settings=shop.settings.production`. */
const flag = (by: Namer, uri: Uri, words: Parameters<typeof readManage>[0]): readonly Named[] => {
  const found = readManage(words);
  return found?.settings && found.verb.text !== 'test'
    ? place(by, uri, 'DJANGO_SETTINGS_MODULE', found.settings, useOf(baseName(uri)))
    : [];
};

/** All of them, in the order in which they count for what runs in production. The same list for as long as it says the same. */
export const namedIn = perProject((project, before: readonly Named[] | undefined) => sameList(before, sorted(project)));

const sorted = ({ all }: Project): readonly Named[] => {
  const rest = besideDockerfiles(
    inOthers(all.cloudfoundry, all.systemd, all.supervisord, all.procfile, all.shell, all.dotenv),
    all.kubernetes,
    all.compose,
    inUwsgi(all.uwsgi),
    all.python,
  );
  const own = all.dockerfile.flatMap(({ facts }) => inDockerfile(facts));
  const behind = rest.findIndex(({ by }) => order.indexOf(by) > order.indexOf('dockerfile'));
  return own.length === 0 ? rest : rest.toSpliced(behind < 0 ? rest.length : behind, 0, ...own);
};

/** Who types in a Dockerfile leaves hundreds of other files as they are. */
const besideDockerfiles = memoOfAll(
  (others: readonly Named[], kubernetes: All['kubernetes'], compose: All['compose'], uwsgi: readonly Named[], python: All['python']) =>
    [
      ...kubernetes.flatMap(({ facts }) => inManifest(facts)),
      ...compose.flatMap(({ facts }) => inCompose(facts)),
      ...others,
      ...uwsgi,
      ...python.flatMap(({ facts }) => inModule(facts)),
    ].sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by)),
);

const order: readonly Namer[] = [
  'drydock.yaml',
  'kubernetes',
  'cloudfoundry',
  'compose',
  'dockerfile',
  'uwsgi',
  'systemd',
  'supervisord',
  'procfile',
  'script',
  'wsgi',
  'asgi',
  'dotenv',
  'manage',
  'python',
];
