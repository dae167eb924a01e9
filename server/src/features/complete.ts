// Completion: what may stand at the caret, best guesses first.
import type { Cursor, FileKind, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import { levels } from '../project/config.ts';
import { completeInCi } from './ci/complete.ts';
import { completeSite } from './command/answers.ts';
import { siteAt } from './command/sites.ts';
import { completion } from './completion.ts';
import { completeInCompose } from './compose/complete.ts';
import { completeVariable } from './compose/variables.ts';
import { completeDockerfile } from './dockerfile/complete.ts';
import type { Completion, Place } from './feature.ts';
import { completeInKubernetes } from './kubernetes/complete.ts';
import { completeSettings } from './settings/complete.ts';
import { completeUwsgi } from './uwsgi/complete.ts';

/** Everything that may stand at the offset; empty when nothing of ours belongs there. */
export const complete = (place: Place, ids: readonly string[] = []): readonly Completion[] => {
  if (place.parsed.kind === 'dockerfile') return completeDockerfile(place);
  if (place.parsed.kind === 'python') return completeSettings(place);
  const filledIn = place.parsed.kind === 'compose' ? completeVariable(place) : undefined;
  if (filledIn) return filledIn;
  const site = siteAt(place);
  if (site) return completeSite(place, site);
  if (place.parsed.kind === 'compose') return place.project.config.helps('compose-names') ? completeInCompose(place) : [];
  if (place.parsed.kind === 'ci') return completeInCi(place);
  if (place.parsed.kind === 'kubernetes') return completeInKubernetes(place);
  const one = place.parsed as Parsed<FileKind>;
  const cursor = languageOf(one).cursor(one, place.offset);
  return place.parsed.kind === 'uwsgi' ? completeUwsgi(place, cursor) : completeDrydock(place, cursor, ids);
};

const completeDrydock = ({ knowledge }: Place, cursor: Cursor, ids: readonly string[]): readonly Completion[] => {
  if (cursor.on === 'name') {
    if (!cursor.section) {
      return knowledge
        .list('drydock-key')
        .map(({ kind, name, brief }) =>
          completion(name, 'option', cursor.span, { detail: brief, insert: `${name}: `, plain: `${name}: `, entry: { kind, name } }),
        );
    }
    if (cursor.section !== 'rules') return [];
    const areas = [...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))];
    return [...ids, ...areas].map((id) =>
      completion(id, 'rule', cursor.span, {
        insert: `${id}: `,
        plain: `${id}: `,
        again: true,
        sort: id.includes('/') ? `1${id}` : `2${id}`,
      }),
    );
  }
  if (cursor.on !== 'value') return [];
  if (cursor.owner.startsWith('rules.')) return levels.map((level, i) => completion(level, 'value', cursor.span, { sort: String(i) }));
  return (knowledge.find('drydock-key', cursor.owner)?.values ?? []).map(({ text, brief }) =>
    completion(text, 'value', cursor.span, { detail: brief }),
  );
};
