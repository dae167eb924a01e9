// Names of objects that a manifest may mean at the caret, and of the keys they hold.
import { meaningAt, namesIn, podAt } from '../../languages/kubernetes/names.ts';
import type { Parsed } from '../../languages/language.ts';
import { entriesOf, wordOf } from '../../languages/yaml.ts';
import { yamlCaret } from '../../languages/yaml-caret.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { declaredObjects } from './names.ts';

export const completeInKubernetes = ({ project, parsed, offset }: Place): readonly Completion[] => {
  const { documents } = (parsed as Parsed<'kubernetes'>).tree;
  const document = documents.findLast(({ root }) => (root?.range?.[0] ?? 0) <= offset);
  const caret = document && yamlCaret(document, offset);
  if (!document || !caret || caret.on !== 'value') return [];
  const sibling = (key: string): string | undefined => wordOf(document, entriesOf(document, caret.map).get(key)?.value)?.text;
  const meaning = meaningAt(caret.path, sibling);
  if (!meaning) return [];
  const { kind, key } = meaning;
  const of = kind === 'volume' ? podAround(parsed as Parsed<'kubernetes'>, offset) : (sibling('name') ?? '');
  return declaredObjects(project, kind, key, of).map((name) =>
    completion(name, key ? 'variable' : 'section', caret.span, { detail: kind }),
  );
};

/** The pod that is written around an offset: the last one that begins in front of it. */
const podAround = (parsed: Parsed<'kubernetes'>, offset: number): string => {
  const starts = namesIn(parsed).flatMap(({ kind, of }) => (kind === 'volume' ? [Number(of.slice(of.lastIndexOf('#') + 1))] : []));
  return podAt(parsed.file.uri, Math.max(-1, ...starts.filter((start) => start <= offset)));
};
