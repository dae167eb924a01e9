// Names of objects that a manifest may mean at the caret, and of the keys they hold.
import { meaningAt } from '../../languages/kubernetes/names.ts';
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
  return declaredObjects(project, kind, key, sibling('name') ?? '').map((name) =>
    completion(name, key ? 'variable' : 'section', caret.span, { detail: kind }),
  );
};
