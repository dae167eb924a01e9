import { pythonTools } from '../../commands/installs.ts';
import { type Stage, wholeOf } from '../../languages/dockerfile/facts.ts';
import { minding, pythonRunning, systemInstalls } from '../../languages/dockerfile/minds.ts';
import { replace } from '../../text/edit.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { runsPython } from '../reading/dockerfile/python-image.ts';
import { isDjangoFile, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { type SystemPackage, systemPackages } from '../reading/dockerfile/system-packages.ts';
import { listed } from '../reading/listed.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** Compilers and headers are needed to build packages, and only a burden where these run. */
export default defineRule({
  id: 'dockerfile/build-tools-in-final',
  title: 'The shipped image has what runs, not what builds',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R52'],
  reads: 'dockerfile',
  by: 'build',
  words: /apt|apk|dnf|yum/,
  minds: minding(systemInstalls, pythonRunning),
  *check(subject) {
    const { uri, facts } = subject;
    if (!isDjangoFile(subject)) return;
    for (const stage of shippedLayers(subject)) {
      const image = imageOf(subject, stage);
      // Full images bring a compiler themselves.
      if (!runsPython(stage) || image?.profile === 'python-full') continue;
      const tools = systemPackages(stage).filter(({ name, removed, run }) => !removed && run.command.certain && isForBuilding(name));
      const [first, ...more] = tools;
      if (!first) continue;
      const builds = installsPython(stage);
      const names = [...new Set(tools.map(({ name }) => `\`${name}\``))];
      const advice = builds
        ? `${wholeOf(facts).stages.length > 1 ? 'install the Python packages in a build stage' : 'split off a build stage'} and copy the virtual environment from there`
        : 'leave this to the build stage and install only the libraries here';
      yield {
        at: { uri, span: first.span },
        message: `${listed(names, 3)} ${
          names.length > 1 ? 'are' : 'is'
        } for compiling, and in the shipped image only weight and a help to intruders; ${advice}`,
        related: more.slice(0, 9).map(({ name, span }) => ({ at: { uri, span }, message: `\`${name}\` too` })),
        fixes: () => (builds ? [] : fixes(subject, tools, image)),
      };
    }
  },
});

const compilers =
  /^(?:build-essential|build-base|alpine-sdk|gcc(?:-\d+)?|g\+\+(?:-\d+)?|clang(?:-\d+)?|make|cmake|musl-dev|rustc?|cargo|linux-headers|pkg-config|pkgconf)$/;
const isForBuilding = (name: string): boolean => compilers.test(name) || (name.endsWith('-dev') && !/^(?:media|fonts)/.test(name));

/** Whether the stage installs Python distributions itself, and so may have to compile some. */
const installsPython = (stage: Stage): boolean =>
  stage.runs.some(({ installation }) => installation !== undefined && pythonTools.has(installation.tool)) ||
  (stage.parent !== undefined && installsPython(stage.parent));

/** Packages with headers, and a distribution that is built with them and runs with the library alone. */
const builtWith: Readonly<Record<string, string>> = {
  'libpq-dev': 'psycopg2',
  'postgresql-dev': 'psycopg2',
  'default-libmysqlclient-dev': 'mysqlclient',
  'libmariadb-dev': 'mysqlclient',
  'mariadb-dev': 'mysqlclient',
  'mariadb-connector-c-dev': 'mysqlclient',
  'libldap2-dev': 'python-ldap',
  'libldap-dev': 'python-ldap',
  'openldap-dev': 'python-ldap',
};

const fixes = (
  { uri, text, knowledge: { images } }: Subject<'dockerfile'>,
  tools: readonly SystemPackage[],
  image: ReturnType<typeof imageOf>,
): readonly Fix[] => {
  if (!image) return [];
  return tools.flatMap(({ name, span }): readonly Fix[] => {
    const key = Object.hasOwn(builtWith, name) ? builtWith[name] : undefined;
    const dependency = key && images.nativeDependency(key);
    const instead = dependency ? images.packagesFor(dependency.runtime, image) : undefined;
    if (!instead || instead.length === 0 || text.slice(span.from, span.to) !== name) return [];
    return [fix(`Install \`${instead.join(' ')}\` instead of \`${name}\``, false, uri, replace(span, instead.join(' ')))];
  });
};
