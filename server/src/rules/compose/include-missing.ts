import type { ComposeFacts, ComposeService } from '../../languages/compose/facts.ts';
import type { ComposeValue } from '../../languages/compose/value.ts';
import { stackFoldersOf } from '../../project/deployment/stacks.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { topOf } from '../../text/span.ts';
import { type LostFile, lostFile, meantFix } from '../reading/host-files.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Compose reads all files that are named before it does anything. */
export default defineRule({
  id: 'compose/include-missing',
  title: 'Compose files that others include or extend are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    for (const { facts } of project.all.compose) {
      if (facts.template || facts.open) continue;
      const told = new Map<string, Lost[]>();
      for (const lost of lostIn(project, facts)) told.set(lost.file.uri, [...(told.get(lost.file.uri) ?? []), lost]);
      for (const [lost, ...others] of told.values()) {
        if (!lost) continue;
        const { at, value, by, file } = lost;
        const advice = file.meant === undefined ? 'correct the path, or add the file' : `did you mean \`${file.meant}\`?`;
        yield {
          at,
          message: `There is no \`${value.text}\`${by ? ` for \`${by.name}\` to extend` : ' to include'}, so Compose refuses the whole file with "no such file or directory"; ${advice}`,
          related: [
            ...(file.there ? [{ at: topOf(file.there), message: 'This file is there' }] : []),
            ...others.map((one) => ({ at: one.at, message: 'It is named here too' })),
          ],
          fixes: () =>
            meantFix(
              value.text,
              file,
              at,
              [lost, ...others].filter((one) => one.value.text === value.text).map((one) => one.at),
            ),
        } satisfies Finding;
      }
    }
  },
});

interface Lost {
  readonly at: Location;
  readonly value: ComposeValue;
  /** The service that extends one of that file; nothing for a file that is included. */
  readonly by: ComposeService | undefined;
  readonly file: LostFile;
}

/** The files that one names and that are not there, from wherever its paths may start. */
const lostIn = (project: Project, facts: ComposeFacts): readonly Lost[] => {
  const named = [
    ...facts.includes.map((value) => ({ value, by: undefined })),
    ...facts.services.flatMap((by) => (by.extends?.file ? [{ value: by.extends.file, by }] : [])),
  ];
  if (named.length === 0) return [];
  return named.flatMap(({ value, by }): readonly Lost[] => {
    const all = stackFoldersOf(project, facts.uri).map((folder) => lostFile(project, { value, uri: facts.uri, folder }));
    const [file] = all;
    if (!file || all.includes(undefined)) return [];
    return [{ at: insideQuotes(project, { uri: facts.uri, span: value.span }), value, by, file }];
  });
};
