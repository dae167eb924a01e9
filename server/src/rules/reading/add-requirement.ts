// How a distribution is added to what an image installs.

import type { Installed } from '../../project/dockerfile/installing.ts';
import type { Requirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { baseName } from '../../text/uri.ts';
import { type Fix, fix } from '../rule.ts';
import { listed, quoted } from './listed.ts';

/**
 * Fixes that add distributions: on a line of its own behind the list that names Django, else behind it in the command. None where
 * a tool writes the list, where it holds hashes, or where a project file has a lock file beside it.
 */
export const addRequirement = (project: Project, { byName, installed }: Requirements, names: readonly string[]): readonly Fix[] => {
  const beside = byName.get('django') ?? installed.findLast(({ by }) => by === 'list') ?? installed.at(-1);
  if (!beside || beside.by === 'lock') return [];
  const { uri } = beside.at;
  const file = project.file(uri);
  if (!file) return [];
  const { text } = file.parsed.file;
  if (file.parsed.kind === 'dockerfile') return inCommand(beside, text, names);
  if (!('format' in file.facts) || file.facts.format !== 'requirements' || file.facts.template || /--hash[= ]/.test(text)) return [];
  const end = lineEndOf(text);
  const open = text !== '' && !text.endsWith('\n');
  const lines = names.map((name) => `${name}${end}`).join('');
  const edit = insert(text.length, open ? `${end}${lines.slice(0, -end.length)}` : lines);
  return [fix(`Add ${listed(quoted(names))} to \`${baseName(uri)}\``, false, uri, edit)];
};

/** Behind the word of a RUN that names the other. */
const inCommand = ({ at, name }: Installed, text: string, names: readonly string[]): readonly Fix[] => {
  const word = text.slice(at.span.from, at.span.to);
  if (!word.toLowerCase().includes(name.slice(0, 4))) return [];
  // A word in quotes ends behind them, and so does one of a JSON list, where more words need quotes.
  const quote = /^["']/.exec(text.slice(at.span.to))?.[0] ?? '';
  if (quote === '"' && /[[,]\s*"$/.test(text.slice(0, at.span.from))) return [];
  const edit = insert(at.span.to + quote.length, names.map((one) => ` ${one}`).join(''));
  return [fix(`Install ${listed(quoted(names))} as well`, false, at.uri, edit)];
};
