// The Dockerfiles that BuildKit is asked about: those of our pages and cases about the same checks, and the scaffold's.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../server/src/rules/index.ts';
import type { Rule } from '../../../server/src/rules/rule.ts';
import { filesOf } from '../../../server/src/scaffold/files.ts';
import { combinations, plain } from '../../scaffold/combinations.ts';
import { readCases } from '../../support/case.ts';

/** One Dockerfile with the files around it. */
export interface Subject {
  readonly name: string;
  /** By path; `Dockerfile` is among them. */
  readonly files: Readonly<Record<string, string>>;
}

const home = join(import.meta.dirname, '../../..');

/** Rules that speak of something BuildKit checks, too. */
const shared: readonly Rule[] = rules.filter(({ neighbours }) => neighbours?.some((name) => name.startsWith('buildkit ')));

/** Everything in the pages and cases of those rules that has its Dockerfile at the root. */
export const ofCases = (): readonly Subject[] =>
  shared.flatMap(({ id }) =>
    [`docs/rules/${id}.md`, `test/rules/${id}.md`]
      .filter((path) => existsSync(join(home, path)))
      .flatMap((path) =>
        readCases(join(home, path)).flatMap(({ title, line, files }): readonly Subject[] => {
          const texts = Object.fromEntries(files.map((file) => [file.path, file.text]));
          return texts['Dockerfile'] === undefined ? [] : [{ name: `${path}:${line} ${title}`, files: texts }];
        }),
      ),
  );

/** Choices that come with others, or that no Dockerfile shows. */
const besides: ReadonlySet<string> = new Set(['libraries', 'ci', 'kubernetes', 'balancer']);

/** The Dockerfiles of the scaffold that differ from the default in at most two choices, each once. */
export const ofScaffold = (): readonly Subject[] => {
  const seen = new Map<string, Subject>();
  for (const answers of combinations()) {
    const { manager, server, static: serving, database, django } = answers;
    const chosen = (Object.keys(plain) as (keyof typeof plain)[]).filter((name) => answers[name] !== plain[name] && !besides.has(name));
    if (chosen.length > 2) continue;
    const [file, ignored] = ['Dockerfile', '.dockerignore'].map((path) => filesOf(answers).find((one) => one.path === path));
    const name = `scaffold: ${[manager, server, serving, database, django].filter(Boolean).join(', ')}`;
    if (file && !seen.has(file.text)) seen.set(file.text, { name, files: { Dockerfile: file.text, '.dockerignore': ignored?.text ?? '' } });
  }
  return [...seen.values()];
};

/** The images a Dockerfile begins from or copies from, as they are written. */
export const imagesOf = (text: string): readonly string[] => {
  const names = new Set<string>();
  const values = new Map([...text.matchAll(/^ARG\s+(\w+)=(\S+)/gim)].map(([, name = '', value = '']) => [name, value]));
  const filled = (name: string): string => name.replaceAll(/\$\{?(\w+)\}?/g, (_, variable: string) => values.get(variable) ?? '');
  for (const [, name = ''] of text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)) names.add(filled(name));
  for (const [, name = ''] of text.matchAll(/(?:--from=|[,\s]from=)([^\s,]+)/gi)) names.add(filled(name));
  return [...names].filter((name) => /^[a-z0-9][a-z0-9._/-]*(?::[\w.-]+)?$/.test(name) && !/^\d+$/.test(name) && name !== 'scratch');
};
