import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Project } from '../../project/project.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { baseName, isInside, parent, resolve, type Uri } from '../../text/uri.ts';
import { ownOptions } from '../reading/own.ts';
import { defineRule } from '../rule.ts';

const reads = /^(?:include|ini|inherit|config|yaml|yml|json|js|xml)$/;

const wanted = interestIn(({ name }) => reads.test(name));

/** uWSGI does not start when a file it is told to read is not there. */
export default defineRule({
  id: 'uwsgi/missing-include',
  title: 'Every included file is there',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, project } = subject;
    if (!project.complete) return;
    for (const { option, certain } of ownOptions(subject, wanted)) {
      if (!certain) continue;
      const path = pathOf(option);
      if (path === undefined || mayBeThere(path, uri, project)) continue;
      // Another rule says that these two read nothing but what has a known suffix.
      if (/^in(?:clude|herit)$/.test(option.name) && !/\.(?:ini|xml|ya?ml|js|json)$/.test(option.value.text)) continue;
      const { from } = option.value.span;
      yield {
        at: { uri, span: { from, to: option.value.literal ? from + path.length : option.value.span.to } },
        message: `\`${path}\` is not in this project, and uWSGI does not start without it; correct the path, or guard the line with \`if-exists = ${path}\``,
      };
    }
  },
});

/** The relative path that is read; nothing when the image or the machine decides it, or when it is another section of this file. */
const pathOf = ({ value: { parts } }: IniOption): string | undefined => {
  const [first, ...rest] = parts;
  const beside = first?.is === 'magic' && first.letter === 'd';
  const texts = beside ? rest : parts;
  if (texts.length === 0 || !texts.every((part) => part.is === 'text')) return undefined;
  const value = texts.map((part) => (part.is === 'text' ? part.text : '')).join('');
  const path = value.includes('://') ? '' : (/^(.*?)(?::[^:/]*)?$/.exec(value)?.[1] ?? '');
  // Quotes and notes have rules of their own; a name without a letter is none.
  return /^[\w.][\w./ -]*$/.test(path) && !path.includes(' ') ? path : undefined;
};

/** uWSGI starts from its working directory, which may be any folder here, so a file of that name anywhere near will do. */
const mayBeThere = (path: string, from: Uri, project: Project): boolean => {
  const { root, exists, all } = project;
  const name = baseName(resolve(root, path));
  if (all.uwsgi.some(({ facts }) => baseName(facts.uri) === name)) return true;
  for (let folder = parent(from); isInside(root, folder) || folder === root; folder = parent(folder)) {
    if (exists(resolve(folder, path)) !== false || exists(resolve(folder, name)) !== false) return true;
    if (folder === root) return false;
  }
  return true;
};
