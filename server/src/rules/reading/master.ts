// Options that count on a master process.
import { givenBeside } from '../../project/uwsgi/given.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import type { Subject } from '../rule.ts';
import { servesApp } from './absence.ts';
import { uwsgiReading } from './uwsgi.ts';
import { written } from './written.ts';

/** The worker ends itself for a new one to take its place. */
const ends = ['max-requests', 'reload-on-rss', 'reload-on-as'] as const;
/** Only the master reads these, and none of them switches it on. */
const unread = ['max-worker-lifetime', 'hook-master-start', 'hook-touch', 'exit-on-reload', 'reload-mercy', 'worker-reload-mercy'] as const;

export interface Masterless {
  readonly option: Effective;
  /** True when the server stops for good because of it; otherwise the line does nothing. */
  readonly stops: boolean;
}

/** The options of the rule's own file that need the master it does not have, the gravest first. */
export const masterless = (subject: Subject<'uwsgi'>): readonly Masterless[] => {
  const read = uwsgiReading(subject);
  if (
    read.implies('master') !== false ||
    read.open ||
    read.part ||
    !read.project.complete ||
    !servesApp(read) ||
    givenBeside(read.project, 'master')
  )
    return [];
  const of = (names: readonly string[], stops: boolean) =>
    names.flatMap((name) => {
      const option = written(subject, name).at(-1);
      const off = typeof option?.value === 'string' && /^0*$/.test(option.value);
      return option && !off ? [{ option, stops }] : [];
    });
  return [...of(ends, true), ...of(unread, false)];
};
