// Every place of a file's variables: where they are made and where `%(name)` uses them.
import { keysOf } from '../../languages/uwsgi/value.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';

export interface PlaceholderPlace {
  readonly uri: Uri;
  readonly span: Span;
  readonly defines: boolean;
}

/** All places of a name, in this file and the ones it includes. `_` belongs to its block and has none. */
export const placeholderPlaces = (read: Reading, name: string): readonly PlaceholderPlace[] => {
  if (name === '' || name === '_') return [];
  const out: PlaceholderPlace[] = [];
  for (const uri of new Set([read.facts.uri, ...read.expansion.files])) {
    const file = read.project.all.uwsgi.find((one) => one.facts.uri === uri);
    for (const option of file?.facts.sections.flatMap((section) => section.options) ?? []) {
      if (option.name === name) out.push({ uri, span: option.nameSpan, defines: true });
      const { value } = option;
      if (/^(?:set|set-ph|set-placeholder)$/.test(option.name) && value.text.startsWith(`${name}=`)) {
        out.push({ uri, span: { from: value.span.from, to: value.span.from + name.length }, defines: true });
      }
      // `if-opt = name` asks whether the variable is there, `if-opt = name=value` what it is.
      if (/^if-(?:not-)?opt$/.test(option.name) && (value.text === name || value.text.startsWith(`${name}=`))) {
        out.push({ uri, span: { from: value.span.from, to: value.span.from + name.length }, defines: false });
      }
      if (value.literal) continue;
      for (const part of value.parts)
        for (const key of keysOf(part)) if (key.name === name) out.push({ uri, span: key.span, defines: false });
    }
  }
  return out;
};
