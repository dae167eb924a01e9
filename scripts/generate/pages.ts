// What is derived from the register: the table on each rule page, the index of rules, the README's table, the schema of drydock.yaml.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../server/src/rules/rule.ts';
import type { Made } from '../generate.ts';
import { dashed } from './catalogue.ts';

const begin = '<!-- generated -->';
const end = '<!-- /generated -->';

/** Replaces what stands between the two marks; a file without marks is left as it is. */
const between = (text: string, made: string): string => {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < from ? text : `${text.slice(0, from + begin.length)}\n${made}\n${text.slice(to)}`;
};

const severityWord = ({ severity, default: state }: Rule): string => (state === 'on' ? severity : `${severity}, off by default`);

const pageTable = (rule: Rule): string =>
  [
    '| | |',
    '| --- | --- |',
    `| Rule | \`${rule.id}\` |`,
    `| Severity | ${severityWord(rule)} |`,
    `| Quick fix | ${rule.fixable ? 'yes' : 'no'} |`,
    `| Since | ${rule.since} |`,
    ...(rule.neighbours ? [`| Also reported by | ${rule.neighbours.map(checkLink).join(', ')} |`] : []),
  ].join('\n');

/** A check of another tool with the page its makers wrote about it. */
const checkLink = (check: string): string => {
  const [tool, name = ''] = check.split(' ', 2);
  if (tool === 'hadolint') return `[hadolint ${name}](https://github.com/hadolint/hadolint/wiki/${name})`;
  if (tool === 'buildkit') return `[BuildKit ${name}](https://docs.docker.com/reference/build-checks/${dashed(name)}/)`;
  return check;
};

const indexTable = (rules: readonly Rule[], prefix: string): string =>
  [
    '| Rule | What is right | Severity | Fix |',
    '| --- | --- | --- | --- |',
    ...rules.map(
      (rule) => `| [\`${rule.id}\`](${prefix}${rule.id}.md) | ${rule.title} | ${severityWord(rule)} | ${rule.fixable ? 'yes' : ''} |`,
    ),
  ].join('\n');

const levelSchema = { enum: ['off', 'hint', 'info', 'warning', 'error'] };

/** JSON schema of drydock.yaml: rule ids complete in any editor that knows YAML schemas. */
const schema = (rules: readonly Rule[]): object => {
  const areas = [...new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))))];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'drydock.yaml',
    type: 'object',
    additionalProperties: false,
    properties: {
      rules: {
        type: 'object',
        description: 'How loud each rule is, by rule id or by area.',
        additionalProperties: false,
        properties: Object.fromEntries([
          ...areas.map((area) => [area, { ...levelSchema, description: `All rules of the area ${area}.` }]),
          ...rules.map(({ id, title }) => [id, { ...levelSchema, description: `${title}.` }]),
        ]),
      },
      ignore: {
        type: 'array',
        items: { type: 'string' },
        description: 'Files that Drydock shall not report on, written as in .gitignore.',
      },
      contexts: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'The folder each Dockerfile is built with, where Drydock would guess another.',
      },
      dockerfiles: {
        type: 'array',
        items: { type: 'string' },
        description: 'The Dockerfiles that build the application, as paths or patterns.',
      },
      'settings-module': { type: 'string', description: 'The settings module that runs in production, such as shop.settings.production.' },
      'uwsgi-version': { type: ['string', 'number'], description: 'The uWSGI release that will run, such as 2.0.30.' },
      'uwsgi-build': { enum: ['pip', 'debian'], description: 'Where uWSGI comes from, because that decides which plugins are built in.' },
    },
  };
};

export const generatePages = async (root: string): Promise<readonly Made[]> => {
  const { rules } = (await import('../../server/src/rules/index.ts')) as { readonly rules: readonly Rule[] };
  const out: Made[] = [];
  const rewrite = (path: string, made: string) => {
    const file = join(root, path);
    if (existsSync(file)) out.push({ path, text: between(readFileSync(file, 'utf8'), made) });
  };
  for (const rule of rules) rewrite(`docs/rules/${rule.id}.md`, pageTable(rule));
  const byArea = (id: string) => id.slice(0, id.indexOf('/'));
  const areas = [...new Set(rules.map(({ id }) => byArea(id)))];
  out.push({
    path: 'docs/rules/README.md',
    text: [
      '# Rules',
      '',
      'Generated from the register. Each page says why the rule exists and shows what is reported and what is right; the examples run as tests.',
      '',
      ...areas.flatMap((area) => [
        `## ${area}`,
        '',
        indexTable(
          rules.filter(({ id }) => byArea(id) === area),
          '',
        ),
        '',
      ]),
    ].join('\n'),
  });
  const count = (severity: string) => rules.filter((rule) => rule.severity === severity && rule.default === 'on').length;
  rewrite(
    'README.md',
    `${rules.length} rules: ${count('error')} errors, ${count('warning')} warnings, ${count('info')} infos and ${count('hint')} hints that are on, ${rules.filter((rule) => rule.default === 'off').length} that are off until asked for. [All of them](docs/rules/README.md).`,
  );
  out.push(pagesModule(root, rules));
  out.push({ path: 'docs/drydock.schema.json', text: `${JSON.stringify(schema(rules), undefined, 2)}\n` });
  return out;
};

/** The text of every rule page without its generated table, for `drydock explain`. */
const pagesModule = (root: string, rules: readonly Rule[]): Made => {
  const pages = Object.fromEntries(
    rules.flatMap(({ id }) => {
      const file = join(root, `docs/rules/${id}.md`);
      if (!existsSync(file)) return [];
      const text = readFileSync(file, 'utf8');
      const rest = text.includes(end) ? text.slice(text.indexOf(end) + end.length) : text;
      return [[id, rest.trim()]];
    }),
  );
  const json = JSON.stringify(pages, undefined, 1).replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return {
    path: 'server/src/cli/pages-text.ts',
    text: `// Generated by \`npm run generate\` from docs/rules: do not edit.\n/** The pages of the rules as JSON, by rule id. */\nexport const pagesText = (): string => \`${json}\`;\n`,
  };
};
