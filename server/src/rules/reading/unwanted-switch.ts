// Settings that production is better off without: true or false for certain, mended by deleting the line.
import { lineAfter } from '../../languages/python/writing.ts';
import type { Project } from '../../project/project.ts';
import { truth } from '../../project/settings/ask.ts';
import { type Finding, fix, replace } from '../rule.ts';
import { assignmentOf, productions, writtenAt } from './settings.ts';

/** A finding wherever production sets a switch to `to` for certain; the fix deletes a statement that begins its line. */
export function* unwantedSwitch(project: Project, name: string, to: boolean, message: string): Iterable<Finding> {
  for (const { view } of productions(project)) {
    const setting = view.get(name);
    if (!setting?.certain || truth(setting.value) !== to) continue;
    const change = assignmentOf(setting);
    const { uri, span } = change.statement;
    const written = writtenAt(project, uri);
    yield {
      at: change.target,
      message,
      fixes: () =>
        written && change.how === 'assign' && (span.from === 0 || written.text[span.from - 1] === '\n')
          ? [fix('Delete the line', true, uri, replace({ from: span.from, to: lineAfter(written.text, span.to) }, ''))]
          : [],
    };
  }
}
