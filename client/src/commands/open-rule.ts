import { env, languages, Uri, window } from 'vscode';
import { listRules, type RuleInformation } from '../../../server/src/lsp/protocol.ts';
import type { PaletteCommand } from '../start.ts';

/** The rules that complain on the line of the caret. */
const rulesHere = (): ReadonlySet<string> => {
  const editor = window.activeTextEditor;
  if (!editor) return new Set();
  const { line } = editor.selection.active;
  const here = languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'drydock' && range.start.line <= line && range.end.line >= line);
  return new Set(here.map(({ code }) => (typeof code === 'object' ? String(code.value) : String(code))));
};

/** Lets one choose a rule, those of the caret's line first, and opens its page. */
export const openRule: PaletteCommand = {
  name: 'drydock.openRule',
  async run({ client, ready }) {
    await ready();
    const here = rulesHere();
    const rules = [...(await client.sendRequest<RuleInformation[]>(listRules))];
    const items = rules
      .sort((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)))
      .map(({ id, title, severity, on, url }) => ({
        label: id,
        description: on ? severity : `${severity}, off by default`,
        detail: title,
        url,
      }));
    const chosen = await window.showQuickPick(items, {
      title: 'Open Rule Documentation',
      placeHolder: 'A rule, or words of what it is about',
      matchOnDetail: true,
    });
    if (chosen) await env.openExternal(Uri.parse(chosen.url));
  },
};
