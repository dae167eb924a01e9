// `command:`, `args:`, `env:`, probes and hooks of the containers of a workload.
import type { Parsed } from '../../../languages/language.ts';
import { entriesOf, itemsOf, wordOf, type YamlDocument } from '../../../languages/yaml.ts';
import { type YamlCaret, yamlCaret } from '../../../languages/yaml-caret.ts';
import { probing, type Site } from '../site.ts';
import { imageSite, listSite, variableSite } from './yaml.ts';

export const kubernetesSite = ({ tree }: Parsed<'kubernetes'>, offset: number): Site | undefined => {
  const image = imageSite(tree.text, offset);
  if (image) return image;
  const document = tree.documents.findLast(({ root }) => (root?.range?.[0] ?? 0) <= offset);
  const caret = document && yamlCaret(document, offset);
  if (!document || !caret) return undefined;
  const { path } = caret;
  const containers = path.findIndex((part) => part === 'containers' || part === 'initContainers');
  if (containers < 0) return undefined;
  const [key, ...rest] = path.slice(containers + 2);
  if (key === 'command' && caret.list) return listSite(caret, offset);
  if (key === 'args' && caret.list) return listSite(caret, offset, wordsOf(document, caret, 'command'));
  if (caret.list && rest.at(-2) === 'command') {
    const site = listSite(caret, offset);
    return /^(?:liveness|readiness|startup)Probe$/.test(String(key)) ? probing(site) : key === 'lifecycle' ? site : undefined;
  }
  if (key === 'env' && rest.length === 2 && caret.on === 'value') return inVariable(document, caret, offset, rest[1]);
  return undefined;
};

const wordsOf = (document: YamlDocument, { map }: YamlCaret, key: string) =>
  (itemsOf(document, entriesOf(document, map).get(key)?.value) ?? []).flatMap((item) => wordOf(document, item) ?? []);

/** `- name: X` and `value: y` of one variable. */
const inVariable = (document: YamlDocument, caret: YamlCaret, offset: number, part: string | number | undefined): Site | undefined => {
  if (part === 'name') return { on: 'name', name: caret.source.text, span: caret.span, equals: '', given: new Set() };
  const name = wordOf(document, entriesOf(document, caret.map).get('name')?.value)?.text;
  if (part !== 'value' || name === undefined) return undefined;
  return variableSite({ ...caret, path: [name] }, offset, 0, []);
};
