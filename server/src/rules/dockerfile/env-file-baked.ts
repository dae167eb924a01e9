import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { resolve } from '../../text/uri.ts';
import { type Baked, type BakingCopy, bakingCopies, placeOf } from '../reading/dockerfile/baked.ts';
import { listed, quoted } from '../reading/listed.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** Whatever is copied into an image can be read by everyone who can pull it, even when a later step removes it. */
export default defineRule({
  id: 'dockerfile/env-file-baked',
  title: 'Secrets and data stay out of the image',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R37'],
  reads: 'dockerfile',
  *check(subject) {
    const told = new Set<string>();
    for (const one of bakingCopies(subject)) {
      const files = one.files.filter(({ path }) => !told.has(path));
      const [first] = files;
      if (!first) continue;
      for (const { path } of files) told.add(path);
      yield {
        at: { uri: subject.uri, span: placeOf(one) },
        message: `${listed(quoted(files.map(({ path }) => path)), 3)} ${files.length > 1 ? 'come' : 'comes'} into the image with this copy, where everyone who can pull it reads ${holds[first.kind]}; ${
          first.named ? 'give it to the container when it starts' : 'name it in .dockerignore'
        }`,
        fixes: () => (first.named ? [] : fixes(subject, one, files)),
      };
    }
  },
});

const holds: Readonly<Record<Baked['kind'], string>> = {
  variables: 'the passwords and keys in it',
  key: 'the key',
  database: 'the data, and every container starts with a copy of it',
};

const fixes = ({ project }: Subject<'dockerfile'>, { context }: BakingCopy, files: readonly Baked[]): readonly Fix[] => {
  const { ignore, ignoreKnown, folder } = context;
  if (!ignoreKnown) return [];
  const uri = ignore?.uri ?? resolve(folder, '.dockerignore');
  const text = project.file(uri)?.parsed.file.text ?? '';
  const end = lineEndOf(text);
  const lines = files.map(({ path }) => `${path}${end}`).join('');
  return [
    fix(
      ignore ? 'Leave it out in .dockerignore' : 'Make a .dockerignore that leaves it out',
      false,
      uri,
      insert(text.length, `${text === '' || text.endsWith('\n') ? '' : end}${lines}`),
    ),
  ];
};
