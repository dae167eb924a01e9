// Scripts that were written for Alpine: what they call by a name that Debian does not know.
import type { Project } from '../../project/project.ts';
import { type Edit, replace } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';

/** The edits of scripts and start commands; `slim` are Dockerfiles whose images have lost BusyBox. */
export const moveScripts = (project: Project, slim: ReadonlySet<Uri>): readonly { readonly uri: Uri; readonly edit: Edit }[] => {
  if (slim.size === 0) return [];
  const edits: { uri: Uri; edit: Edit }[] = [];
  for (const { facts, parsed } of project.all.shell) {
    if (facts.template) continue;
    const { uri, shebang, commands } = facts;
    // BusyBox calls its shell ash; it is sh under another name.
    const ash = shebang && /\/ash\b/.exec(parsed.file.text.slice(shebang.span.from, shebang.span.to));
    if (shebang && ash) {
      const from = shebang.span.from + ash.index + 1;
      edits.push({ uri, edit: replace({ from, to: from + 'ash'.length }, 'sh') });
    }
    for (const { words } of commands)
      for (const word of words) if (word.literal && word.text === 'su-exec') edits.push({ uri, edit: replace(word.span, 'gosu') });
  }
  for (const { facts } of project.all.dockerfile) {
    if (!slim.has(facts.uri)) continue;
    for (const { steps, entrypoint, cmd } of facts.stages)
      for (const start of [entrypoint, cmd])
        if (start && steps.some(({ instruction }) => instruction === start.instruction))
          for (const { text, span } of [...start.words, ...start.commands.flatMap(({ words }) => words)])
            if (text === 'su-exec') edits.push({ uri: facts.uri, edit: replace(span, 'gosu') });
  }
  return edits;
};
