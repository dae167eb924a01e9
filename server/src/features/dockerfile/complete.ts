// Completion in a Dockerfile.
import { offsetIn, sliceOf } from '../../commands/spliced.ts';
import type { Word } from '../../languages/dockerfile/arguments.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import type { Heredoc } from '../../languages/dockerfile/heredoc.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { contextOf } from '../../project/dockerfile/context.ts';
import { imageOf } from '../../rules/reading/dockerfile/image.ts';
import { completeSite } from '../command/answers.ts';
import { variableNames, variableValues } from '../command/environment.ts';
import { scriptsInStage } from '../command/files.ts';
import { type Setting, shellWriting } from '../command/place.ts';
import type { Site } from '../command/site.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { images } from '../image/complete.ts';
import { caretAt, type LineCaret } from './caret.ts';
import { inHeredoc, inLine, runsAt, stageAt } from './command.ts';
import { directives } from './directives.ts';
import { flags, flagValues, isGeneral, mount } from './flags.ts';
import { instructions, lines } from './instructions.ts';
import { mountIds } from './mount-ids.ts';
import { contextPaths, imagePaths, stagePaths, targets, workdirs } from './sources.ts';
import { stageNames } from './stages.ts';
import { users } from './users.ts';
import { argumentNames, variables, variableTyped } from './variables.ts';

/** A question with what its answers need. */
interface Asked {
  readonly place: Place;
  readonly facts: DockerfileFacts;
  readonly stage: Stage | undefined;
  /** Whether help that any tool for Dockerfiles gives is wanted. */
  readonly general: boolean;
}

export const completeDockerfile = (place: Place): readonly Completion[] => {
  const parsed = place.parsed as Parsed<'dockerfile'>;
  const facts = languages.dockerfile.facts(parsed);
  const general = place.project.config.helps('dockerfile');
  const asked: Asked = { place, facts, stage: stageAt(facts.stages, place.offset), general };
  const caret = caretAt(parsed.tree, place.offset);
  switch (caret?.on) {
    case 'keyword':
      return [...(general ? instructions(place, caret.span, caret.inOnbuild) : []), ...(caret.inOnbuild ? [] : lines(place, caret.span))];
    case 'comment':
      return directives(place.knowledge, caret, general);
    case 'heredoc':
      return (
        variableInHeredoc(asked, caret.instruction.name, caret.heredoc) ??
        inCommand(asked, inHeredoc(caret.instruction, caret.heredoc, place.offset), 'build')
      );
    case 'line':
      return inInstruction(asked, caret.line);
    default:
      return [];
  }
};

/** What may stand behind a dollar in a here-document: the shell of RUN fills it in, or the builder where the word is not quoted. */
const variableInHeredoc = (
  { place, facts, stage, general }: Asked,
  name: string,
  { expand, body }: Heredoc,
): readonly Completion[] | undefined => {
  const { text } = place.parsed.file;
  const { offset } = place;
  const typed = variableTyped(/\S*$/.exec(text.slice(body.from, offset))?.[0] ?? '');
  if (!typed || !(name === 'RUN' || (expand && general))) return undefined;
  const rest = /^\w*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0;
  const span = { from: offset - typed.name.length, to: offset + rest };
  return variables(place, facts, stage, offset, false, span, typed.braced && text[span.to] !== '}');
};

const inInstruction = (asked: Asked, line: LineCaret): readonly Completion[] => {
  const { place, facts, stage, general } = asked;
  const { name, typed, flagsPossible } = line;
  const variable = name === 'CMD' || name === 'ENTRYPOINT' ? undefined : variableTyped(typed);
  if (variable && name !== 'SHELL') {
    const from = typed.length - variable.name.length;
    const whole = line.spanFrom(from);
    const rest = /^\w*/.exec(line.word.slice(typed.length))?.[0].length ?? 0;
    const span = { from: whole.from, to: place.offset + rest };
    const close = variable.braced && line.word[typed.length + rest] !== '}';
    if (general || name === 'RUN') return variables(place, facts, stage, place.offset, name === 'FROM', span, close);
    return [];
  }
  if (flagsPossible && typed.startsWith('--')) {
    const equals = typed.indexOf('=');
    return equals < 0 ? flags(place.knowledge, line, general) : valuesOfFlag(asked, line, typed.slice(0, equals));
  }
  const out: Completion[] = [...operands(asked, line)];
  if (flagsPossible && (typed === '' || typed === '-'))
    out.push(...flags(place.knowledge, line, general).map((one) => ({ ...one, sort: `6${one.sort}` })));
  return out;
};

const valuesOfFlag = (asked: Asked, line: LineCaret, flag: string): readonly Completion[] => {
  const { place, facts, stage, general } = asked;
  const { knowledge } = place;
  const from = flag.length + 1;
  const typed = line.typed.slice(from);
  const spanFrom = (by: number) => line.spanFrom(from + by);
  const before = stage?.index ?? 0;
  if (flag === '--from')
    return [...(typed.includes(':') ? [] : stageNames(facts.stages, before, spanFrom(0))), ...images(place, typed, spanFrom, 'tool')];
  if (flag === '--chown') return users(stage, stage && imageOf(place, stage), spanFrom(0), true);
  if (flag === '--mount' && line.name === 'RUN') {
    const found = mount(knowledge, line);
    if (found.on === 'list') return found.items;
    const at = (by: number) => {
      const span = line.spanFrom(found.from + by);
      const comma = line.word.indexOf(',', line.typed.length);
      return comma < 0 ? span : { from: span.from, to: span.to - (line.word.length - comma) };
    };
    if (found.on === 'from') return [...stageNames(facts.stages, before, at(0)), ...images(place, found.typed, at, 'tool')];
    if (found.on === 'id') return mountIds(place, facts, found.type, at(0), place.offset);
    const source = found.stage === undefined ? undefined : stageNamed(facts, found.stage, before);
    if (source) return stagePaths(source, at(0));
    return found.stage === undefined ? contextPaths(place, facts, found.typed, at) : [];
  }
  if (!general && isGeneral(`${line.name} ${flag}`) && flag !== '--platform') return [];
  return flagValues(knowledge, line, flag);
};

const stageNamed = ({ stages }: DockerfileFacts, name: string, before: number): Stage | undefined =>
  stages.slice(0, before).find((one) => one.name === name.toLowerCase()) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);

const values = (line: LineCaret, list: readonly (readonly [text: string, detail: string])[]): readonly Completion[] =>
  list.map(([text, detail], i) => completion(text, 'value', line.spanFrom(0), { detail, sort: `1${String(i).padStart(2, '0')}` }));

/** The words of an instruction behind its flags. */
const operands = (asked: Asked, line: LineCaret): readonly Completion[] => {
  const { place, facts, stage, general } = asked;
  const { name, typed, before, spanFrom } = line;
  const words = before.filter((word, i) => !(word.startsWith('--') && before.slice(0, i).every((one) => one.startsWith('--'))));
  switch (name) {
    case 'FROM':
      if (words.length === 0)
        return [
          ...(typed.includes(':') ? [] : stageNames(facts.stages, stage?.index ?? 0, spanFrom(0))),
          ...images(place, typed, spanFrom, 'base'),
          ...(typed.includes(':') ? [] : [completion('scratch', 'value', spanFrom(0), { detail: 'Nothing at all', sort: '3' })]),
        ];
      if (words.length > 1 || !general) return [];
      return [
        completion(line.instruction.keyword.text === 'from' ? 'as' : 'AS', 'keyword', spanFrom(0), {
          detail: 'Gives the stage a name',
          sort: '0',
        }),
      ];
    case 'COPY':
    case 'ADD':
      return copied(asked, line, words);
    case 'ENV':
    case 'LABEL':
      return assigned(asked, line);
    case 'ARG':
      return typed.includes('=') ? assigned(asked, line) : argumentNames(place, facts, stage, spanFrom(0));
    case 'USER':
      return words.length === 0 ? users(stage, stage && imageOf(place, stage), spanFrom(0), false) : [];
    case 'WORKDIR':
      return words.length === 0 && general ? workdirs(facts, place.offset, spanFrom(0)) : [];
    case 'EXPOSE':
      return ports(asked, line);
    case 'STOPSIGNAL':
      return values(line, [
        ['SIGTERM', 'The default; gunicorn, uvicorn and others shut down gracefully'],
        ['SIGQUIT', 'nginx waits for open requests; uWSGI stops at once'],
        ['SIGINT', 'As Ctrl+C does'],
      ]);
    case 'SHELL':
      return words.length > 0 || typed !== ''
        ? []
        : values(line, [
            ['["/bin/bash", "-o", "pipefail", "-c"]', 'A pipe fails when any part of it fails'],
            ['["/bin/ash", "-o", "pipefail", "-c"]', 'The same on Alpine'],
          ]);
    case 'HEALTHCHECK':
      if (words.length === 0 && general)
        return values(line, [
          ['CMD', 'The command that checks'],
          ['NONE', 'Takes an inherited check away'],
        ]);
      return words[0]?.toUpperCase() === 'CMD' ? command(asked, line) : [];
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      return command(asked, line);
    default:
      return [];
  }
};

const copied = ({ place, facts, stage }: Asked, line: LineCaret, words: readonly string[]): readonly Completion[] => {
  const { typed, spanFrom, before, last } = line;
  if (typed.startsWith('[') || words[0]?.startsWith('[')) return [];
  const from = before.findLast((word) => word.startsWith('--from='))?.slice('--from='.length);
  const target = words.length > 0 && last ? targets(stage, place.offset, spanFrom) : [];
  if (from === undefined)
    return [
      ...contextPaths(place, facts, typed, spanFrom),
      ...(typed === '' || './'.startsWith(typed) || typed.startsWith('/') ? target : []),
    ];
  const source = stageNamed(facts, from, stage?.index ?? 0);
  return [...(source ? stagePaths(source, spanFrom(0)) : imagePaths(from, spanFrom(0))), ...target];
};

const labels: readonly (readonly [name: string, brief: string])[] = [
  ['org.opencontainers.image.source', 'Address of the source code'],
  ['org.opencontainers.image.revision', 'The commit it was built from'],
  ['org.opencontainers.image.version', 'Version of the application'],
  ['org.opencontainers.image.title', 'Name for people'],
  ['org.opencontainers.image.description', 'What it is'],
  ['org.opencontainers.image.licenses', 'Licence, as an SPDX expression'],
  ['org.opencontainers.image.authors', 'Whom to ask'],
  ['org.opencontainers.image.created', 'When it was built'],
  ['org.opencontainers.image.base.name', 'The image it is built on'],
];

/** Names and values of ENV, ARG and LABEL. */
const assigned = (asked: Asked, line: LineCaret): readonly Completion[] => {
  const { place } = asked;
  const { word, spanFrom, instruction, name } = line;
  const pair = instruction.pairs.find(({ value }) => value && value.span.from <= place.offset && place.offset <= value.span.to);
  if (pair?.value) return name === 'LABEL' ? [] : pairValues(asked, line, pair.name.text, pair.value);
  if (line.typed.includes('=')) return [];
  const behind = word.includes('=') ? '' : '=';
  const whole = spanFrom(0);
  const span = behind ? whole : { from: whole.from, to: whole.from + word.indexOf('=') };
  if (name === 'LABEL')
    return labels.map(([text, detail], i) =>
      completion(text, 'variable', span, { detail, insert: text + behind, plain: text + behind, sort: String(i) }),
    );
  const given = new Set(instruction.pairs.filter((one) => one.span.from !== whole.from).map((one) => one.name.text));
  return variableNames(place, span, behind, given, undefined);
};

/** Values of a variable, inside its quotes when it has some. */
const pairValues = ({ place, stage }: Asked, { instruction }: LineCaret, name: string, value: Word): readonly Completion[] => {
  const quote = /^["']/.exec(value.text)?.[0] ?? '';
  const closed = quote !== '' && value.text.length > 1 && value.text.endsWith(quote);
  const from = value.at + quote.length;
  const inner = sliceOf(instruction.line, from, Math.max(from, value.at + value.text.length - (closed ? 1 : 0)));
  const typed = inner.text.slice(0, offsetIn(inner, place.offset));
  const setting = { when: 'start', image: stage && imageOf(place, stage), folder: () => undefined } as const;
  return variableValues(place, name, inner, typed, setting, shellWriting(quote !== ''));
};

const ports = ({ stage }: Asked, line: LineCaret): readonly Completion[] => {
  const found =
    stage?.launch?.programs.flatMap(
      ({ server }) => server?.listens.flatMap(({ port }) => (port === undefined ? [] : [String(port)])) ?? [],
    ) ?? [];
  const list = new Map(found.map((port): [string, string] => [port, 'Where the server listens']));
  for (const [port, what] of [
    ['8000', 'The usual port of Django servers'],
    ['8080', 'nginx without root'],
  ] as const)
    if (!list.has(port)) list.set(port, what);
  return values(line, [...list]);
};

const command = (asked: Asked, line: LineCaret): readonly Completion[] => {
  const { instruction, name } = line;
  // HEALTHCHECK's command stands behind its CMD.
  const from = name === 'HEALTHCHECK' ? instruction.body.from + 'CMD'.length : instruction.body.from;
  return inCommand(asked, inLine(instruction, from, asked.place.offset), runsAt(instruction));
};

const inCommand = ({ place, facts, stage }: Asked, found: Site | undefined, when: Setting['when']): readonly Completion[] => {
  if (!found) return [];
  const { project } = place;
  return completeSite(place, found, {
    when,
    image: stage && imageOf(place, stage),
    folder: () => contextOf(project, facts).folder,
    scripts: stage && when === 'start' ? () => scriptsInStage(project, facts, stage) : undefined,
  });
};
