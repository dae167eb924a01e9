// Renaming in a Dockerfile: stages, also where mounts take from them; variables; the words of here-documents.
import type { Parsed } from '../../languages/language.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Place } from '../feature.ts';
import { type Named, nameAt, namesOf } from './names.ts';

const parsedOf = ({ parsed }: Place): Parsed<'dockerfile'> => parsed as Parsed<'dockerfile'>;

/** What would be renamed at the caret; nothing for names that are not made in this file. */
export const renameableDockerfile = (place: Place): { readonly name: string; readonly span: Span } | undefined => {
  const { named, at } = nameAt(parsedOf(place), place.offset) ?? {};
  // A shell has more ways to give a name a value than are looked at here.
  if (!named || !at || at.byNumber || named.kind === 'shell' || !named.places.some(({ defines }) => defines)) return undefined;
  // As it is written: stages are compared in lower case.
  return { name: place.parsed.file.text.slice(at.span.from, at.span.to), span: at.span };
};

const shapes: Readonly<Record<Exclude<Named['kind'], 'shell'>, { readonly shape: RegExp; readonly says: string }>> = {
  stage: { shape: /^[a-z][a-z0-9_.-]*$/i, says: 'A stage begins with a letter, and letters, digits, dots, dashes and underscores follow' },
  variable: { shape: /^[A-Za-z_]\w*$/, says: 'A variable has letters, digits and underscores, and does not begin with a digit' },
  heredoc: { shape: /^[\w.-]+$/, says: 'The end of a here-document is one word' },
};

/** Why a name cannot be given; undefined when it can. */
export const refusalDockerfile = (place: Place, name: string): string | undefined => {
  const { named } = nameAt(parsedOf(place), place.offset) ?? {};
  if (!named || named.kind === 'shell') return undefined;
  const { shape, says } = shapes[named.kind];
  if (!shape.test(name)) return says;
  if (named.kind === 'stage' && /^(?:scratch|context)$/i.test(name)) return `\`${name}\` means something else to the builder`;
  const same = (one: Named) =>
    one !== named && one.kind === named.kind && (named.kind === 'stage' ? one.name === name.toLowerCase() : one.name === name);
  if (named.kind !== 'heredoc' && namesOf(parsedOf(place)).some(same)) return `This file has another ${named.kind} called \`${name}\``;
  return undefined;
};

/** The edits that give it another name. */
export const renameDockerfile = (place: Place, name: string): readonly Edit[] => {
  const { named } = nameAt(parsedOf(place), place.offset) ?? {};
  return (named?.places ?? []).filter(({ byNumber }) => !byNumber).map(({ span }) => ({ span, text: name }));
};
