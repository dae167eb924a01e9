import type { Argument } from '../../commands/resolve.ts';
import type { Server, ServerOption } from '../../commands/servers.ts';
import type { Knowledge, ToolOption } from '../../knowledge/entry.ts';
import { compareVersions } from '../../knowledge/images/version.ts';
import { deployedRequirements } from '../../languages/dockerfile/minds.ts';
import { memo } from '../../languages/memo.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { imagePackages, imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { replace } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A server ends at its start when its command line has an option, or a value of one, that it does not know. */
export default defineRule({
  id: 'project/server-option',
  title: 'The server knows the options it is given',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X29'],
  reads: 'project',
  each: 'deployment',
  minds: deployedRequirements,
  *check(project, knowledge, only) {
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { server } = deployment;
      if (!server || !judged.has(server.kind)) continue;
      const table = tablesOf(knowledge).get(server.kind);
      const release = releaseOf(project, deployment, server.kind);
      for (const option of server.command.options) {
        const word = option.by === 'argument' ? wordOf(server, option) : undefined;
        // Who writes a dash in front of something else means no option.
        if (!table || !word?.known || !/^-{1,2}[A-Za-z]/.test(word.text)) continue;
        const found = faultOf(table, { server: server.kind, option, word, release }, placeOf(server, word));
        if (found && first(found.at)) yield found;
      }
    }
  },
});

/** uWSGI's options have rules of their own, and those of runserver belong to Django. */
const judged: ReadonlySet<Server> = new Set(['uvicorn', 'gunicorn', 'daphne', 'hypercorn', 'granian', 'waitress']);
/** Their parsers take the beginning of a name for the name. */
const takesBeginnings: ReadonlySet<Server> = new Set(['gunicorn', 'daphne', 'hypercorn', 'waitress']);
/** Gunicorn takes words it does not know for its default where it could refuse them. */
const refusesWords: ReadonlySet<Server> = new Set(['uvicorn', 'granian', 'daphne', 'hypercorn']);

interface Table {
  /** By every spelling. */
  readonly byFlag: ReadonlyMap<string, ToolOption>;
  /** The release that the catalogue describes. */
  readonly version: string | undefined;
}

const tablesOf = memo((knowledge: Knowledge): ReadonlyMap<string, Table> => {
  const out = new Map<string, { byFlag: Map<string, ToolOption>; version: string | undefined }>();
  for (const option of knowledge.list('tool-option')) {
    if (!judged.has(option.tool as Server)) continue;
    const table = out.get(option.tool) ?? { byFlag: new Map(), version: knowledge.find('tool', option.tool)?.version };
    out.set(option.tool, table);
    for (const flag of [...option.flags, ...option.off]) table.byFlag.set(flag, option);
  }
  return out;
});

/** The word of the command line that an option begins with. */
const wordOf = ({ program }: DeployedServer, { span }: ServerOption): Argument | undefined =>
  program.words.find((word) => word.span.from === span.from && word.text.startsWith('-'));

const placeOf = ({ at }: DeployedServer, { uri, span }: Argument): Location => ({ uri: uri ?? at.uri, span });

interface Release {
  /** The only one that fits. */
  readonly exact: string | undefined;
  /** Nothing keeps the newest one away. */
  readonly open: boolean;
  /** Where it is installed. */
  readonly at: () => Location | undefined;
}

/** The release of the server that runs, as the image installs it. */
const releaseOf = (project: Project, { image, django }: Deployment, name: string): Release => {
  const installed = image && imagePackages(project, image.facts, image.stage).byName.get(name);
  if (image && installed) {
    const at = () => imageRequirements(project, image.facts, image.stage).byName.get(name)?.at;
    return { exact: installed.version, open: !/[<~^]|==/.test(installed.specifier), at };
  }
  const listed = django?.release(name);
  return { exact: listed?.exact, open: listed?.at !== undefined && listed.below === undefined, at: () => listed?.at };
};

interface Given {
  readonly server: Server;
  readonly option: ServerOption;
  readonly word: Argument;
  readonly release: Release;
}

const faultOf = ({ byFlag, version }: Table, given: Given, at: Location): Finding | undefined => {
  const { server, word, release } = given;
  const equals = word.text.indexOf('=');
  const flag = equals < 0 ? word.text : word.text.slice(0, equals);
  const plain = at.span.to - at.span.from === word.text.length;
  const name = { uri: at.uri, span: plain ? { from: at.span.from, to: at.span.from + flag.length } : at.span };
  const entry = byFlag.get(flag) ?? (/^-[A-Za-z]./.test(flag) ? byFlag.get(flag.slice(0, 2)) : undefined);
  const written = (better: string | undefined) => () =>
    better && plain ? [fix(`Write \`${better}\``, false, name.uri, replace(name.span, better))] : [];
  if (!entry) {
    const known = [...byFlag].filter(([, one]) => !one.removed).map(([text]) => text);
    const begun = takesBeginnings.has(server) ? known.filter((one) => one.startsWith(flag)) : [];
    if (new Set(begun.map((one) => byFlag.get(one))).size === 1) return undefined;
    // A release that is newer than the catalogue may have more.
    if (release.exact && version && compareVersions(release.exact, version) > 0) return undefined;
    const better = nearest(flag, known, Math.max(1, Math.floor(flag.length / 5)));
    if (begun.length > 0)
      return {
        at: name,
        message: `\`${flag}\` may stand for ${begun
          .slice(0, 4)
          .map((one) => `\`${one}\``)
          .join(', ')}, so ${server} prints its usage and ends, and the container never runs; write the whole name`,
        fixes: written(better),
      };
    return {
      at: name,
      message: `${server} knows no option \`${flag}\`, so it prints its usage and ends, and the container never runs; ${better ? `did you mean \`${better}\`?` : 'take it away, or look it up in the documentation of the release you install'}`,
      // Of a release that is not known the newest may have it.
      ...(better || release.exact ? {} : { severity: 'warning' }),
      fixes: written(better),
    };
  }
  const installed = () => {
    const place = release.at();
    return place ? [{ at: place, message: `This ${server} is installed` }] : [];
  };
  const { exact } = release;
  if (entry.removed && (exact ? compareVersions(exact, entry.removed) >= 0 : release.open)) {
    // Several words, or an option that takes a value where the old one had none, are for a person to write.
    const simple = entry.replacement && /^--[\w-]+$/.test(entry.replacement) ? entry.replacement : undefined;
    const fits = simple && byFlag.get(simple)?.argument === entry.argument ? simple : undefined;
    return {
      at: name,
      message: `${server} has no \`${flag}\` any more since ${entry.removed}, so it prints its usage and ends; ${entry.replacement ? `write \`${entry.replacement}\`` : 'take it away'}`,
      ...(exact ? {} : { severity: 'warning' }),
      related: installed(),
      fixes: written(fits),
    };
  }
  if (entry.since && exact && compareVersions(exact, entry.since) < 0)
    return {
      at: name,
      message: `\`${flag}\` comes with ${server} ${entry.since}, but ${exact} is installed, which prints its usage and ends; install ${entry.since} or newer, or take the option away`,
      related: installed(),
    };
  return wrongValue(entry, given, at);
};

/** A value that the parser refuses: a word for a number, or a word that is not among those it takes. */
const wrongValue = (entry: ToolOption, { server, option, word }: Given, at: Location): Finding | undefined => {
  const { value } = option;
  if (!value?.known || entry.off.includes(word.text) || /[$%{]/.test(value.text)) return undefined;
  const place = { uri: value.uri ?? at.uri, span: value.span };
  const refused = `${server} refuses it and ends, and the container never runs`;
  if (entry.argument === 'integer' && !/^[-+]?\d/.test(value.text))
    return {
      at: place,
      message: `\`${word.text.replace(/=.*$/s, '')}\` takes a whole number, not \`${value.text}\`: ${refused}; write a number`,
    };
  const words = entry.values.map(({ text }) => text);
  const lower = value.text.toLowerCase();
  if (words.length === 0 || entry.open || !refusesWords.has(server) || words.includes(value.text)) return undefined;
  if (server === 'granian' && words.some((one) => one.toLowerCase() === lower)) return undefined;
  const better = words.find((one) => one === lower || one.startsWith(lower)) ?? nearest(lower, words, 2);
  const plain = value.span.to - value.span.from === value.text.length;
  return {
    at: place,
    message: `\`${value.text}\` is no value of \`${word.text.replace(/=.*$/s, '')}\`: ${refused}; ${better ? `did you mean \`${better}\`?` : `it takes ${words.join(', ')}`}`,
    fixes: () => (better && plain ? [fix(`Write \`${better}\``, false, place.uri, replace(place.span, better))] : []),
  };
};
