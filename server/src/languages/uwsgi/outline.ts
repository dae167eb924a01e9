// The outline and the folds of a uwsgi.ini: sections, logic blocks, runs of comments.
import type { Fold, OutlineItem, Parsed } from '../language.ts';
import { type Block, facts, type IniOption } from './facts.ts';

const item = (option: IniOption, blocks: ReadonlyMap<IniOption, Block>): OutlineItem => {
  const block = blocks.get(option);
  const end = block ? (block.closer ?? block.options.at(-1) ?? option).line.to : option.line.to;
  return {
    label: option.name,
    detail: option.value.text,
    kind: block ? 'block' : 'option',
    span: { from: option.line.from, to: end },
    name: option.nameSpan,
    children: block ? block.options.map((inner) => item(inner, blocks)) : [],
  };
};

export const outline = (parsed: Parsed<'uwsgi'>): readonly OutlineItem[] => {
  const { sections, blocks } = facts(parsed);
  const byOpener = new Map(blocks.map((block) => [block.opener, block] as const));
  return sections.flatMap((section) => {
    const options = section.options.filter((option) => !option.opener && option.logic !== 'closes').map((option) => item(option, byOpener));
    if (!section.header) return options;
    const { body, nameSpan } = section.header;
    const last = section.options.at(-1);
    const span = { from: body.from, to: Math.max(body.to, last ? last.line.to : 0) };
    return [{ label: section.name, detail: '', kind: 'section' as const, span, name: nameSpan, children: options }];
  });
};

export const folds = (parsed: Parsed<'uwsgi'>): readonly Fold[] => {
  const { sections, blocks } = facts(parsed);
  const out: Fold[] = [];
  for (const { header, options } of sections) {
    const last = options.at(-1);
    if (header && last) out.push({ kind: 'region', span: { from: header.body.from, to: last.line.to } });
  }
  for (const { opener, closer, options } of blocks) {
    const end = closer ?? options.at(-1);
    if (end) out.push({ kind: 'region', span: { from: opener.line.from, to: end.line.to } });
  }
  let from: number | undefined;
  let to = 0;
  let count = 0;
  const end = () => {
    if (from !== undefined && count > 1) out.push({ kind: 'comment', span: { from, to } });
    from = undefined;
    count = 0;
  };
  for (const line of parsed.tree.lines) {
    if (line.is === 'comment') {
      from ??= line.body.from;
      to = line.body.to;
      count++;
    } else if (line.is !== 'blank') end();
  }
  end();
  return out;
};
