// `command:`, `entrypoint:`, health tests and `environment:` of a Compose file.
import type { Parsed } from '../../../languages/language.ts';
import { languages } from '../../../languages/languages.ts';
import { yamlCaret } from '../../../languages/yaml-caret.ts';
import { probing, type Site } from '../site.ts';
import { imageSite, listSite, stringSite, variableSite } from './yaml.ts';

export const composeSite = (parsed: Parsed<'compose'>, offset: number): Site | undefined => {
  const image = imageSite(parsed.tree.text, offset);
  if (image) return image;
  const [document] = parsed.tree.documents;
  const caret = document && yamlCaret(document, offset);
  if (!caret) return undefined;
  const [top, service, key, inner] = caret.path;
  if (top !== 'services' || typeof service !== 'string') return undefined;
  if (key === 'command' || key === 'entrypoint') {
    if (caret.on === 'key') return undefined;
    return caret.list ? listSite(caret, offset) : stringSite(caret, offset, false);
  }
  if (key === 'healthcheck' && inner === 'test' && caret.on === 'value') {
    const how = caret.list?.words[0]?.text;
    if (!caret.list) return probing(stringSite(caret, offset, true));
    if (how !== 'CMD-SHELL') return probing(listSite(caret, offset, [], 1));
    return caret.list.at > 0 ? probing(stringSite(caret, offset, true)) : undefined;
  }
  if (key !== 'environment' || (caret.on === 'value' && caret.path.length < 4)) return undefined;
  if (caret.on === 'key' && caret.path.length === 3 && caret.source.text === 'environment') return undefined;
  const facts = languages.compose.facts(parsed);
  const names = facts.services.find(({ name }) => name === service)?.environment.map(({ name }) => name) ?? [];
  return variableSite(caret, offset, 3, names);
};
