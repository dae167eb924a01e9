// Definitions in a Dockerfile: stages, variables and here-documents; files that are copied, installed from and started.
import { spotAt } from '../../languages/dockerfile/cursor.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { isFile } from '../../project/project.ts';
import { type Location, type Span, topOf, touches } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { defineSite } from '../command/answers.ts';
import { filesInStage } from '../command/files.ts';
import type { Place } from '../feature.ts';
import { commandAt, stageAt } from './command.ts';
import { nameAt } from './names.ts';
import { visible } from './variables.ts';

export const defineDockerfile = (place: Place): readonly Location[] => {
  const parsed = place.parsed as Parsed<'dockerfile'>;
  const named = place.project.config.helps('dockerfile') ? definedAt(place, parsed) : [];
  if (named.length > 0) return named.map((span) => ({ uri: parsed.file.uri, span }));
  const file = fileAt(place, parsed);
  return file ? [file] : [];
};

const definedAt = ({ offset }: Place, parsed: Parsed<'dockerfile'>): readonly Span[] => {
  const found = nameAt(parsed, offset);
  if (!found) return [];
  const { named, at } = found;
  const definitions = named.places.filter(({ defines }) => defines).map(({ span }) => span);
  if (named.kind !== 'variable') return definitions.length > 0 ? definitions : unnamed(parsed, offset);
  if (at.defines) return [at.span];
  const facts = languages.dockerfile.facts(parsed);
  const stage = stageAt(facts.stages, offset);
  const inFrom = stage && offset <= stage.from.span.to;
  const global = facts.globals.findLast(({ name, nameSpan }) => name === named.name && nameSpan.from < offset)?.nameSpan;
  const near = inFrom ? undefined : visible(stage, offset).find(({ name }) => name === named.name);
  if (near) return near.by === 'ARG' && near.text === '' && global ? [near.span, global] : [near.span];
  return global ? [global] : definitions;
};

/** A stage without a name is defined by its FROM. */
const unnamed = (parsed: Parsed<'dockerfile'>, offset: number): readonly Span[] => {
  const number = /(\d+)\w*$/.exec(parsed.tree.text.slice(0, offset + 1))?.[1];
  const stage = languages.dockerfile.facts(parsed).stages[Number(number)];
  return stage?.from.words[0] ? [stage.from.words[0].span] : [];
};

/** The file of the workspace that the caret names, or the command that makes one. */
const fileAt = (place: Place, parsed: Parsed<'dockerfile'>): Location | undefined => {
  const { project, offset } = place;
  const facts = languages.dockerfile.facts(parsed);
  const stage = stageAt(facts.stages, offset);
  if (!stage) return undefined;
  const context = contextOf(project, facts);
  const fromContext = (text: string): Location | undefined => {
    const found = sourceIn(project, context, text);
    const uri = found && !found.wildcard && found.path !== '' ? resolve(context.folder, `./${found.path}`) : undefined;
    return uri && isFile(project, uri) ? topOf(uri) : undefined;
  };
  const fromStage = (other: Stage, text: string): Location | undefined => {
    const image = imageFiles(project, facts);
    const path = absolute('/', text);
    const origin = path ? originOf(image, other, path) : undefined;
    if (origin?.is === 'made') return { uri: parsed.file.uri, span: origin.by.command.span };
    return origin?.is === 'context' ? fromContext(`/${origin.path}`) : undefined;
  };
  const from = (text: string, other: Stage | undefined, elsewhere: boolean): Location | undefined =>
    other ? fromStage(other, text) : elsewhere ? undefined : fromContext(text);
  const spot = spotAt(parsed.tree, offset);
  if (spot?.on === 'word') {
    const copy = stage.copies.find(({ instruction }) => instruction === spot.instruction);
    const source = copy?.sources.find(({ span }) => span.from === spot.word.span.from);
    return copy && source?.known ? from(source.text, copy.stage, copy.from !== undefined) : undefined;
  }
  if (spot?.on === 'flag') {
    for (const { type, from: named, options } of mountsOf(spot.instruction)) {
      const source = options.find(({ name, span }) => (name === 'source' || name === 'src') && touches(span, offset))?.value;
      if (type !== 'bind' || source === undefined || source.includes('$')) continue;
      const other = stage.sources.find(({ name, index }) => name === named?.toLowerCase() || String(index) === named);
      return from(source, other, named !== undefined);
    }
    return undefined;
  }
  const found = spot && 'instruction' in spot ? commandAt(spot, offset) : undefined;
  return found && defineSite(place, found, filesInStage(project, parsed, stage, offset, context.folder));
};
