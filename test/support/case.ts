// Markdown cases: headings are cases, fences are files, comment lines of carets say what is found where.
import { readFileSync } from 'node:fs';

/** What a caret line expects: the rule, on the line above it, from column `from` up to `to`. */
export interface Expected {
  readonly rule: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly severity: string | undefined;
  /** Words the message must contain. */
  readonly words: string | undefined;
}

export interface CaseFile {
  readonly path: string;
  readonly text: string;
  readonly expected: readonly Expected[];
}

export interface Case {
  readonly title: string;
  readonly line: number;
  readonly files: readonly CaseFile[];
  /** The text a file has after fixing; `title` picks the fix, without one it is the first. */
  readonly after: readonly { readonly path: string; readonly text: string; readonly title: string | undefined }[];
}

/** A caret line: comment sign, then `<` when the run starts at column 0, carets, the rule, and what else is known of it. */
const marker = /^(\s*(?:#|;))(<?)(\s*)(\^+)\s+([a-z]+\/[a-z0-9-]+)(?:\s+(error|warning|info|hint))?(?:\s+"(.*)")?\s*$/;

/** Takes the caret lines out of a text. */
export const readMarked = (marked: string): { readonly text: string; readonly expected: readonly Expected[] } => {
  const kept: string[] = [];
  const expected: Expected[] = [];
  for (const line of marked.split('\n')) {
    const match = marker.exec(line);
    if (!match) {
      kept.push(line);
      continue;
    }
    const [, sign = '', start = '', blanks = '', carets = '', rule = '', severity, words] = match;
    const first = sign.length + start.length + blanks.length;
    expected.push({ rule, line: kept.length - 1, from: start ? 0 : first, to: first + carets.length, severity, words });
  }
  return { text: kept.join('\n'), expected };
};

/** The cases of a Markdown file. `Fixed` on a page becomes the `after` of `Reported`. */
export const readCases = (path: string): readonly Case[] => {
  const cases: { title: string; line: number; files: CaseFile[]; after: { path: string; text: string; title: string | undefined }[] }[] =
    [];
  const lines = readFileSync(path, 'utf8').split('\n');
  let title = '';
  let at = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const heading = /^#{1,4} (.+)$/.exec(line)?.[1];
    if (heading) {
      title = heading;
      at = i + 1;
      continue;
    }
    const fence = /^(`{3,})(\S+) (\S+)(?: (after)(?: "(.*)")?)?\s*$/.exec(line);
    if (!fence) {
      // A fence without a path is only for reading.
      const other = /^(`{3,})/.exec(line)?.[1];
      if (other) while (++i < lines.length && !(lines[i] ?? '').startsWith(other));
      continue;
    }
    const [, ticks = '', , file = '', after, fixTitle] = fence;
    const body: string[] = [];
    while (++i < lines.length && lines[i] !== ticks) body.push(lines[i] ?? '');
    const marked = body.map((one) => one.replaceAll('␍', '\r').replaceAll('␠', ' ')).join('\n') + (body.length > 0 ? '\n' : '');
    const last = cases.at(-1);
    if (after || title === 'Fixed') {
      if (!last) throw new Error(`${path}:${i}: a fixed text without a case before it`);
      last.after.push({ path: file, text: marked, title: fixTitle });
      continue;
    }
    if (!last || last.title !== title || last.line !== at) cases.push({ title, line: at, files: [], after: [] });
    cases.at(-1)?.files.push({ path: file, ...readMarked(marked) });
  }
  return cases;
};

/** What every Django project has, so that pages about settings need not repeat it: a manage.py that names `shop.settings`. */
const djangos: Readonly<Record<string, string>> = {
  'manage.py':
    "import os\n\nfrom django.core.management import execute_from_command_line\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
};

/** The files of a case as a project: those about settings stand in one of Django, unless they bring their own. */
export const wholeProject = (files: Readonly<Record<string, string>>, rule: string): Readonly<Record<string, string>> =>
  !rule.startsWith('settings/') || Object.keys(files).some((name) => name.endsWith('manage.py')) ? files : { ...djangos, ...files };
