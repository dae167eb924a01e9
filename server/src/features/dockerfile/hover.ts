// Hover in a Dockerfile.
import { offsetIn, type Spliced, sliceOf, spanIn, unspliced } from '../../commands/spliced.ts';
import type { Entry } from '../../knowledge/entry.ts';
import type { Flag, Word } from '../../languages/dockerfile/arguments.ts';
import { type Spot, spotAt } from '../../languages/dockerfile/cursor.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import type { Directive, Instruction } from '../../languages/dockerfile/parse.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { imageOf } from '../../rules/reading/dockerfile/image.ts';
import type { Span } from '../../text/span.ts';
import { baseName } from '../../text/uri.ts';
import { hoverSite } from '../command/answers.ts';
import { describeVariable, hoverValue, overruled } from '../command/environment.ts';
import type { Setting } from '../command/place.ts';
import type { Site } from '../command/site.ts';
import { describe } from '../documentation.ts';
import type { Hover, Place } from '../feature.ts';
import { hoverImage } from '../image/hover.ts';
import { imageText } from '../image/text.ts';
import { commandAt, runsAt, stageAt } from './command.ts';
import { isGeneral } from './flags.ts';
import { visible } from './variables.ts';

/** A question with what its answers need. */
interface Asked {
  readonly place: Place;
  readonly facts: DockerfileFacts;
  readonly stage: Stage | undefined;
  readonly general: boolean;
}

export const hoverDockerfile = (place: Place): Hover | undefined => {
  const parsed = place.parsed as Parsed<'dockerfile'>;
  const facts = languages.dockerfile.facts(parsed);
  const asked: Asked = { place, facts, stage: stageAt(facts.stages, place.offset), general: place.project.config.helps('dockerfile') };
  const spot = spotAt(parsed.tree, place.offset);
  if (!spot || spot.on === 'blank' || spot.on === 'comment') return undefined;
  if (spot.on === 'directive') return spot.node.is === 'directive' ? inDirective(asked, spot.node) : undefined;
  return ('instruction' in spot ? variableAt(asked, spot) : undefined) ?? onSpot(asked, spot);
};

const entryHover = (span: Span, entry: Entry | undefined): Hover | undefined => entry && { span, markdown: describe(entry) };

const onSpot = (asked: Asked, spot: Spot): Hover | undefined => {
  const { place, general } = asked;
  const { knowledge } = place;
  switch (spot.on) {
    case 'keyword':
      return general
        ? entryHover(spot.instruction.keyword.span, knowledge.find('dockerfile-instruction', spot.instruction.name))
        : undefined;
    case 'flag':
      return onFlag(asked, spot.instruction, spot.flag, spot.part);
    case 'pair': {
      const { pair, part, instruction } = spot;
      if (instruction.name === 'LABEL') return undefined;
      if (part === 'name') return variableHover(asked, pair.name.text, pair.name.span, instruction);
      return pair.value ? onValue(asked, instruction, pair.name.text, pair.value) : undefined;
    }
    case 'word':
      return onWord(asked, spot.instruction, spot.word, spot.index);
    case 'heredoc':
    case 'shell':
    case 'string':
      return inCommand(asked, commandAt(spot, place.offset), runsAt(spot.instruction));
    default:
      return undefined;
  }
};

const inCommand = ({ place, stage }: Asked, found: Site | undefined, when: Setting['when']): Hover | undefined =>
  found && hoverSite(place, found, { when, image: stage && imageOf(place, stage), folder: () => undefined });

const inDirective = (
  { place: { knowledge, offset }, general }: Asked,
  { name, nameSpan, value, valueSpan }: Directive,
): Hover | undefined => {
  const entry = knowledge.find('dockerfile-directive', name);
  if (!entry || (!general && name !== 'check')) return undefined;
  if (offset < valueSpan.from) return { span: nameSpan, markdown: describe(entry) };
  if (name === 'check') {
    for (const match of value.matchAll(/\w+/g)) {
      const span = { from: valueSpan.from + match.index, to: valueSpan.from + match.index + match[0].length };
      if (span.from <= offset && offset <= span.to)
        return entryHover(span, knowledge.find('dockerfile-check', match[0])) ?? { span: valueSpan, markdown: describe(entry) };
    }
  }
  return { span: valueSpan, markdown: describe(entry) };
};

const onFlag = (asked: Asked, instruction: Instruction, flag: Flag, part: 'name' | 'value'): Hover | undefined => {
  const { place, general } = asked;
  const full = `${instruction.name} --${flag.name}`;
  const entry = place.knowledge.find('dockerfile-flag', full);
  if (part === 'name') return general || !isGeneral(full) ? entryHover(flag.nameSpan, entry) : undefined;
  const { value, valueSpan } = flag;
  if (value === undefined || !valueSpan) return undefined;
  if (flag.name === 'from') return stageOrImage(asked, value, valueSpan);
  if (flag.name === 'mount') return onMount(asked, value, valueSpan);
  const choice = entry?.values.find(({ text }) => text === value);
  if (!choice?.brief) return undefined;
  return { span: valueSpan, markdown: `**\`--${flag.name}=${value}\`** · ${choice.brief}` };
};

/** An option of a mount, by the part between the commas that the caret is in. */
const onMount = (asked: Asked, value: string, valueSpan: Span): Hover | undefined => {
  const { place } = asked;
  // Quotes and joined lines take more room in the file than in the value.
  if (valueSpan.to - valueSpan.from !== value.length) return undefined;
  const at = place.offset - valueSpan.from;
  const from = value.lastIndexOf(',', at - 1) + 1;
  const comma = value.indexOf(',', at);
  const part = value.slice(from, comma < 0 ? undefined : comma);
  const equals = part.indexOf('=');
  const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
  const type = /(?:^|,)type=(\w+)/i.exec(value)?.[1]?.toLowerCase() ?? 'bind';
  const begin = valueSpan.from + from;
  const nameSpan = { from: begin, to: begin + name.length };
  const inValue = equals >= 0 && at > from + equals;
  const partSpan = { from: begin + equals + 1, to: begin + part.length };
  if (name === 'type') return entryHover(inValue ? partSpan : nameSpan, place.knowledge.find('dockerfile-mount', type));
  if (inValue && name === 'from') return stageOrImage(asked, part.slice(equals + 1), partSpan);
  return entryHover(inValue ? partSpan : nameSpan, place.knowledge.find('dockerfile-mount', `${type} ${name}`));
};

/** A stage of the file, or an image that the tables know. */
const stageOrImage = (asked: Asked, text: string, span: Span): Hover | undefined => {
  const { facts, stage, place } = asked;
  const before = facts.stages.slice(0, stage?.index);
  const found = before.findLast(({ name }) => name === text.toLowerCase()) ?? (/^\d+$/.test(text) ? before[Number(text)] : undefined);
  return found ? { span, markdown: stageText(place, found) } : hoverImage(place, text, span);
};

/** What a stage is, in Markdown. */
export const stageText = (place: Place, stage: Stage): string => {
  const { name, index, image, user, workdir } = stage;
  const points = [`On \`${image.text}\``];
  if (workdir?.known) points.push(`Works in \`${workdir.text}\``);
  if (user?.known) points.push(`Runs as \`${user.text}\``);
  const bottom = imageOf(place, stage);
  const about = bottom ? imageText(place.knowledge.images, image.text, bottom, place.project.config.today).split('\n\n')[1] : '';
  return [`**\`${name ?? index}\`** · stage ${index}`, [...points.map((point) => `- ${point}`), about].filter(Boolean).join('\n')].join(
    '\n\n',
  );
};

const onWord = (asked: Asked, instruction: Instruction, word: Word, index: number): Hover | undefined => {
  const { place, facts, stage } = asked;
  if (instruction.name === 'FROM') {
    if (index === 2 && stage) return { span: word.span, markdown: stageText(place, stage) };
    if (index !== 0 || !stage) return undefined;
    const { parent, image } = stage;
    if (parent) return { span: word.span, markdown: stageText(place, parent) };
    return image.known ? hoverImage(place, image.text, word.span) : undefined;
  }
  if (instruction.name !== 'COPY' && instruction.name !== 'ADD') return undefined;
  const copy = stage?.copies.find((one) => one.instruction === instruction);
  const source = copy?.from ? undefined : copy?.sources.find(({ span }) => span.from === word.span.from);
  return source?.known ? sourceHover(place, facts, source.text, word.span) : undefined;
};

/** Whether a source is there to be copied, and what keeps it out. */
const sourceHover = ({ project }: Place, facts: DockerfileFacts, text: string, span: Span): Hover | undefined => {
  const context = contextOf(project, facts);
  const source = sourceIn(project, context, text);
  if (!source) return undefined;
  const title = `**\`${text}\`** · from the build context`;
  if (source.ignored && source.by && context.ignore)
    return {
      span,
      markdown: `${title}\n\nLeft out by the pattern \`${source.by.pattern}\` of \`${baseName(context.ignore.uri)}\`: it is not there to be copied.`,
    };
  if (source.exists === false) return { span, markdown: `${title}\n\nNothing of that name lies in the context.` };
  if (!source.wildcard || !source.names || source.names.length === 0) return undefined;
  const shown = source.names.slice(0, 8).map((name) => `- \`${name}\``);
  if (source.names.length > shown.length) shown.push(`- and ${source.names.length - shown.length} more`);
  return { span, markdown: `${title}\n\n${shown.join('\n')}` };
};

/** A name that ENV or ARG declares. */
const variableHover = (
  { place: { knowledge }, facts, stage, general }: Asked,
  name: string,
  span: Span,
  instruction: Instruction,
): Hover | undefined => {
  const settings = stage ? stage.settings : facts.globals;
  const known = (instruction.name === 'ARG' ? knowledge.find('dockerfile-argument', name) : undefined) as Entry | undefined;
  const markdown = known ? describe(known) : describeVariable(knowledge, name);
  const server = (stage?.launch ?? facts.final?.launch)?.server;
  if (markdown)
    return {
      span,
      markdown: [markdown, instruction.name === 'ENV' ? overruled(knowledge, name, server) : ''].filter(Boolean).join('\n\n'),
    };
  const value = general ? settings.find(({ nameSpan }) => nameSpan.from === span.from)?.value : undefined;
  return value
    ? {
        span,
        markdown: `**\`${name}\`** · ${instruction.name}, \`${value.text}\`${instruction.name === 'ARG' ? ' unless the build says otherwise' : ''}`,
      }
    : undefined;
};

const onValue = ({ place }: Asked, instruction: Instruction, name: string, value: Word): Hover | undefined => {
  const quote = /^["']/.exec(value.text)?.[0] ?? '';
  const closed = quote !== '' && value.text.length > 1 && value.text.endsWith(quote);
  const from = value.at + quote.length;
  return hoverValue(place, name, sliceOf(instruction.line, from, Math.max(from, value.at + value.text.length - (closed ? 1 : 0))));
};

/** The caret's line of a here-document; nothing where the dollars in it are only text. */
const lineOfBody = (
  { parsed, offset }: Place,
  { part, heredoc, instruction }: Extract<Spot, { readonly on: 'heredoc' }>,
): Spliced | undefined => {
  if (part !== 'body' || !(heredoc.expand || instruction.name === 'RUN')) return undefined;
  const { text } = parsed.file;
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return unspliced(text.slice(from, end < 0 ? text.length : end), from);
};

/** `$NAME` or `${NAME` under the caret: what it is at this place. */
const variableAt = (asked: Asked, spot: Spot & { readonly instruction: Instruction }): Hover | undefined => {
  const { place, facts, stage, general } = asked;
  const { instruction } = spot;
  if (spot.on === 'gap' || instruction.command?.form === 'exec' || (!general && instruction.name !== 'RUN')) return undefined;
  const line = spot.on === 'heredoc' ? lineOfBody(place, spot) : instruction.line;
  if (!line) return undefined;
  const at = offsetIn(line, place.offset);
  for (const match of line.text.matchAll(/\$(?:\{(\w+)|(\w+))/g)) {
    const to = match.index + match[0].length;
    // In front of the sign the caret is still on what stands there, if anything does.
    if (match.index > at || (match.index === at && /\S$/.test(line.text.slice(0, at)))) return undefined;
    if (at > to || line.text[match.index - 1] === '\\') continue;
    const name = match[1] ?? match[2] ?? '';
    // What the script itself gives a value is no longer what the file says.
    if (spot.on === 'heredoc' && new RegExp(`\\b${name}=`).test(place.parsed.file.text.slice(spot.heredoc.body.from, spot.heredoc.body.to)))
      return undefined;
    const span = spanIn(line, match.index, to);
    const title = (text: string) => ({ span, markdown: text });
    if (instruction.name === 'FROM') {
      const global = facts.globals.findLast((one) => one.name === name);
      if (global)
        return title(
          `**\`$${name}\`** · ARG${global.value ? `, \`${global.value.text}\` unless the build says otherwise` : ' without a default'}`,
        );
      return entryHover(span, place.knowledge.find('dockerfile-argument', name));
    }
    const found = visible(stage, place.offset).find((one) => one.name === name);
    if (found)
      return title(
        `**\`$${name}\`** · ${found.by}${found.text === '' ? '' : `, \`${found.text}\`${found.by === 'ARG' ? ' unless the build says otherwise' : ''}`}`,
      );
    const known = describeVariable(place.knowledge, name);
    if (known) return title(known);
    const lost = facts.globals.find((one) => one.name === name);
    return lost
      ? title(
          `**\`$${name}\`** · empty here\n\nIt is declared in front of the first \`FROM\` only; \`ARG ${name}\` in this stage brings its value in.`,
        )
      : undefined;
  }
  return undefined;
};
