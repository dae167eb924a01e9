// What a setting is, what it comes to in production, and what the classes it names are for.
import type { placeOf } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { slashPath } from '../../text/uri.ts';
import { describe } from '../documentation.ts';
import type { Hover, Place } from '../feature.ts';
import { targetOf } from './defined.ts';
import { keyEntry, namedEntry, namingOf } from './naming.ts';
import { releaseOf, type Seen, seenAt, standsIn } from './seen.ts';
import { historyOf, linkTo, numbered, shortValue } from './shown.ts';
import { filesOf, givenVariables } from './variables.ts';

const paragraphs = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n\n');

export const hoverSettings = (place: Place): Hover | undefined => {
  const seen = seenAt(place);
  switch (seen?.caret.on) {
    case 'target':
    case 'name':
      return hoverName(seen, seen.caret.text, seen.caret.span);
    case 'key': {
      const { way, text, span } = seen.caret;
      const entry = keyEntry(place.knowledge, { name: way.name, keys: [...way.keys, text] });
      return entry && { span, markdown: describe(entry) };
    }
    case 'string':
      return hoverPath(seen);
    case 'variable':
      return hoverVariable(seen);
    default:
      return undefined;
  }
};

const hoverName = (seen: Seen, name: string, span: Hover['span']): Hover | undefined => {
  const { place, production, own } = seen;
  const entry = place.knowledge.find('setting', name);
  const view = production ?? own;
  // Names that are no settings are Python's business, not ours.
  if (!entry) return undefined;
  // What it is, what it comes to here, and then all the rest.
  const [title = '', brief = '', ...rest] = describe(entry).split('\n\n');
  const here = view ? valueText(seen, view, name) : '';
  return { span, markdown: paragraphs(title, brief, releaseNote(seen, name), here, ...rest) };
};

/** That the release in use does not read a setting, or not yet. */
const releaseNote = ({ place, django }: Seen, name: string): string => {
  const entry = place.knowledge.find('setting', name);
  if (!entry || standsIn(django, entry) !== 'absent') return '';
  const { exact, least } = releaseOf(django, entry.of);
  return `**This project installs ${entry.of} ${exact ?? `${least} or newer`}, which does not read it.**`;
};

const valueText = ({ place: { project }, production, uri }: Seen, view: SettingsView, name: string): string => {
  const where = production ? 'In production' : 'In this module';
  const found = view.get(name);
  if (!found) return view.open.length === 0 ? `**${where}** (\`${view.module}\`) it is not set.` : '';
  const { value } = found;
  const head = `**${where}** (\`${view.module}\`)`;
  const sure = found.certain ? '' : ', if it is set at all';
  const history = historyOf(project, found);
  if (value.is === 'list' && value.items.length > 1)
    return paragraphs(`${head}, in order${sure}:`, numbered(project, value, slashPath(uri)), history);
  return paragraphs(`${head}: ${shortValue(project, value, name)}${sure}`, history);
};

/** A dotted path: what the catalogue says of it, or where it leads in the workspace. */
const hoverPath = ({ place, caret, uri, production, django }: Seen): Hover | undefined => {
  if (caret.on !== 'string' || caret.text === '') return undefined;
  const { text, span, way } = caret;
  const naming = namingOf(way);
  const entry = namedEntry(place.knowledge, text) ?? place.knowledge.find('removed-api', text);
  if (entry) {
    const list = naming?.kind === 'middleware' && production?.get('MIDDLEWARE')?.value;
    const at = list && list.is === 'list' ? list.items.findIndex((item) => item.is === 'item' && placeText(item.value) === text) : -1;
    const position = at >= 0 && list && list.is === 'list' ? `In production it stands at place ${at + 1} of ${list.items.length}.` : '';
    const gone = standsIn(django, entry) === 'absent' ? `**The ${entry.of} that this project installs does not have it.**` : '';
    return { span, markdown: paragraphs(describe(entry), gone, position) };
  }
  const target = text.includes('.') || naming?.kind === 'app' ? targetOf(place.project, uri, text) : undefined;
  if (!target) return undefined;
  return { span, markdown: `**\`${text}\`** · ${target.is} of this project, ${linkTo(place.project, target)}` };
};

const placeText = (value: Parameters<typeof placeOf>[0]): string | undefined => (value?.is === 'string' ? value.text : undefined);

const hoverVariable = ({ place: { project }, caret }: Seen): Hover | undefined => {
  if (caret.on !== 'variable' || caret.text === '') return undefined;
  const given = givenVariables(project).get(caret.text);
  const where = given
    ? `Set in ${given.places
        .slice(0, 6)
        .map((one) => linkTo(project, one))
        .join(', ')}${filesOf(project, given).length > 6 ? ' and more' : ''}.`
    : project.complete
      ? 'No compose file, environment file, manifest or image of this project sets it.'
      : '';
  return where ? { span: caret.span, markdown: `**\`${caret.text}\`** · variable of the process\n\n${where}` } : undefined;
};
