// Ignore comments that silence nothing. The runner hands in which ones those are.
import type { Edit } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import type { Misspelt, Pragma } from '../pragma.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** An ignore comment that hides nothing hides the next real finding. */
const unusedIgnore = defineRule({
  id: 'project/unused-ignore',
  title: 'Ignore comments silence something',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  // Only the runner knows what a comment silenced: it calls `pragmaFindings`.
  *check() {},
});
export default unusedIgnore;

/** The findings about ignore comments that silence nothing, name no rule, or cannot be read. */
export function* pragmaFindings(
  uri: Uri,
  text: string,
  unused: readonly Pragma[],
  misspelt: readonly Misspelt[],
  ids: ReadonlySet<string>,
): Iterable<Finding> {
  for (const pragma of unused) {
    const exists = ids.has(pragma.id) || [...ids].some((id) => id.startsWith(`${pragma.id}/`));
    yield {
      at: { uri, span: pragma.span },
      message: exists
        ? `Nothing here needs \`${pragma.id}\` to be ignored; the comment would only hide the next such problem`
        : `There is no rule \`${pragma.id}\`, so this comment ignores nothing`,
      tag: 'unnecessary',
      fixes: () => [fix(`Remove \`${pragma.id}\` from the ignore comment`, true, uri, removal(text, pragma))],
    };
  }
  for (const { span, text: words } of misspelt) {
    yield {
      at: { uri, span },
      message: `\`drydock: ${words}\` is not understood: write \`drydock: ignore[rule] -- reason\` or \`drydock: ignore-file[rule] -- reason\``,
    };
  }
}

/** Takes one name out of the brackets, or the whole comment when it is the only one. */
const removal = (text: string, pragma: Pragma): Edit => {
  if (pragma.siblings > 1) {
    let { from, to } = pragma.span;
    const behind = /^\s*,\s*/.exec(text.slice(to, pragma.comment.to));
    if (behind) to += behind[0].length;
    else from -= /\s*,\s*$/.exec(text.slice(pragma.comment.from, from))?.[0].length ?? 0;
    return replace({ from, to }, '');
  }
  const line = text.lastIndexOf('\n', pragma.comment.from - 1) + 1;
  const alone = text.slice(line, pragma.comment.from).trim() === '';
  if (!alone)
    return replace(
      { from: pragma.comment.from - (/[ \t]*$/.exec(text.slice(line, pragma.comment.from))?.[0].length ?? 0), to: pragma.comment.to },
      '',
    );
  const feed = text.indexOf('\n', pragma.comment.to);
  return replace({ from: line, to: feed < 0 ? text.length : feed + 1 }, '');
};
