// What means the same is told the same: each case of every rule is written in other ways, and its findings, by rule, severity and
// words, must not change. Places move, so they are not compared.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import type { FileKind } from '../../server/src/languages/language.ts';
import { kindOf } from '../../server/src/languages/languages.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { readCases, wholeProject } from '../support/case.ts';
import { at, runner, snapshotOf } from '../support/project.ts';

interface Rewriting {
  readonly what: string;
  readonly kind: FileKind;
  readonly write: (text: string) => string;
  /** Cases whose point is the very form that is changed, by the last part of the rule's id and a piece of their title. */
  readonly except?: readonly RegExp[];
}

/** RUN lines of one shell line, without anything that joins other than `&&`. */
const plainRun = /^RUN ((?:--\S+ )*)(?!set )([^[\n\\|;&]*(?: && [^\n\\|;&]*)*)$/gm;
const isExec = /^(CMD) \[("[^\]\n]*")\]$/gm;
const plainWord = /^[\w./:=@,+-]+$/;

const rewritings: readonly Rewriting[] = [
  {
    what: 'RUN as a here-document',
    kind: 'dockerfile',
    write: (text) =>
      text.includes('<<')
        ? text
        : text.replace(plainRun, (_, flags: string, line: string) => `RUN ${flags}<<EOF\nset -e\n${line.split(' && ').join('\n')}\nEOF`),
    // A WORKDIR can stand for a whole RUN only; behind a test, `set -e` is no `&&`.
    except: [/cd-without-effect/, /tool-missing-in-base.*A condition decides/],
  },
  {
    what: 'RUN with set -eux and semicolons',
    kind: 'dockerfile',
    write: (text) =>
      text.includes('<<')
        ? text
        : text.replace(plainRun, (whole, flags: string, line: string) =>
            line.includes(' && ') ? `RUN ${flags}set -eux; ${line.split(' && ').join('; ')}` : whole,
          ),
    except: [/tool-missing-in-base.*A condition decides/],
  },
  {
    what: 'CMD through a shell that goes away',
    kind: 'dockerfile',
    write: (text) =>
      text.replace(isExec, (whole, keyword: string, list: string) => {
        const words = JSON.parse(`[${list}]`) as readonly string[];
        if (/^ENTRYPOINT/m.test(text) || !words.every((word) => plainWord.test(word))) return whole;
        return `${keyword} ["sh", "-c", "exec ${words.join(' ')}"]`;
      }),
    // What the kernel starts itself is their point; `uv run` is looked for as the first word.
    except: [/entrypoint-unusable/, /uv-misuse/, /venv-not-active.*Something else may have brought/],
  },
  {
    what: 'COPY and ADD as lists',
    kind: 'dockerfile',
    write: (text) =>
      text.replace(/^(COPY|ADD)((?: --\S+)*) ([^[\n\\<"]+)$/gm, (_, keyword: string, flags: string, line: string) => {
        const words = line.trim().split(/ +/);
        return `${keyword}${flags} [${words.map((word) => JSON.stringify(word)).join(', ')}]`;
      }),
  },
  {
    what: 'a Compose file in the flow style',
    kind: 'compose',
    write: (text) => {
      const document = parseDocument(text);
      return document.errors.length > 0 || /drydock|!\w|<</.test(text) ? text : stringify(document.toJS(), { collectionStyle: 'flow' });
    },
    // The platform is looked for at the end of a line.
    except: [/arch-specific-path.*Compose decides/],
  },
  {
    what: 'lists of settings as sums',
    kind: 'python',
    write: (text) =>
      text.replace(
        /^(INSTALLED_APPS|MIDDLEWARE|ALLOWED_HOSTS|STATICFILES_DIRS) = \[([^[\]#(]*)\]$/gm,
        (whole, name: string, list: string) => {
          const [first, ...more] = list.split(',').filter((item) => item.trim() !== '');
          return first ? `${name} = [${first.trim()}] + [${more.map((item) => item.trim()).join(', ')}]` : whole;
        },
      ),
  },
];

interface Sample {
  readonly where: string;
  readonly rule: Rule;
  readonly files: Readonly<Record<string, string>>;
}

const home = join(import.meta.dirname, '../..');
const samples = ['docs/rules', 'test/rules'].flatMap((folder) =>
  (readdirSync(join(home, folder), { recursive: true }) as string[]).flatMap((name): readonly Sample[] => {
    const rule = rules.find(({ id }) => name === `${id}.md`);
    if (!rule) return [];
    return readCases(join(home, folder, name)).map(({ title, files }) => ({
      where: `${folder}/${name}: ${title}`,
      rule,
      files: wholeProject(Object.fromEntries(files.map(({ path, text }) => [path, text])), rule.id),
    }));
  }),
);

/** Quotes in messages are those of the file. */
const told = ({ rule, files }: Sample, written: Sample['files'] = files): readonly string[] => {
  const snapshot = snapshotOf(written, rule.default === 'off' ? { rules: { [rule.id]: rule.severity } } : {});
  return Object.keys(files)
    .flatMap((path) => {
      const project = snapshot.project(at(path));
      return project ? runner.problems(project, at(path)).map((one) => `${path}: ${one.rule} ${one.severity} ${one.message}`) : [];
    })
    .map((line) => line.replaceAll(/\s+/g, ' ').replaceAll('"', "'"))
    .sort();
};

describe('cases of rules that are written in another way', () => {
  for (const { what, kind, write, except = [] } of rewritings) {
    it(`are told the same: ${what}`, function () {
      this.timeout(120_000);
      let changed = 0;
      for (const sample of samples) {
        if (except.some((pattern) => pattern.test(sample.where))) continue;
        const written = Object.fromEntries(
          Object.entries(sample.files).map(([path, text]) => {
            // Some files are known by their first characters alone.
            const next = kindOf(at(path), text) === kind ? write(text) : text;
            return [path, kindOf(at(path), next) === kindOf(at(path), text) ? next : text];
          }),
        );
        if (Object.entries(written).every(([path, text]) => text === sample.files[path])) continue;
        changed++;
        assert.deepEqual(told(sample, written), told(sample), sample.where);
      }
      assert.ok(changed > 100, `only ${changed} cases were written in another way`);
    });
  }
});
