// Definitions in a Dockerfile: stages, variables and here-documents; files that are copied, installed from and started.
import { spotAt } from '../../languages/dockerfile/cursor.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { imageOf } from '../../rules/reading/dockerfile/image.ts';
import type { Location, Span } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import { defineSite } from '../command/answers.ts';
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

/** The file of the workspace that the caret names. */
const fileAt = (place: Place, parsed: Parsed<'dockerfile'>): Location | undefined => {
  const { project, offset } = place;
  const facts = languages.dockerfile.facts(parsed);
  const stage = stageAt(facts.stages, offset);
  const context = contextOf(project, facts);
  const spot = spotAt(parsed.tree, offset);
  if (spot?.on === 'word') {
    const copy = stage?.copies.find(({ instruction, from }) => instruction === spot.instruction && !from);
    const source = copy?.sources.find(({ span }) => span.from === spot.word.span.from);
    const found = source?.known ? sourceIn(project, context, source.text) : undefined;
    const uri = found && !found.wildcard && found.path !== '' ? resolve(context.folder, `./${found.path}`) : undefined;
    const isFolder = uri && project.list(uri).length > 0;
    return uri && project.exists(uri) && !isFolder ? { uri, span: { from: 0, to: 0 } } : undefined;
  }
  const found = spot && 'instruction' in spot ? commandAt(spot, offset) : undefined;
  return found && defineSite(place, found, { when: 'start', image: stage && imageOf(place, stage), folder: () => context.folder });
};
