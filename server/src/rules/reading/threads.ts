// Whether Python's own threads run in uWSGI.
import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import { compareVersions } from '../../project/uwsgi/version.ts';

/** The first release that always runs them (core/init.c sets `has_threads` unasked). */
export const threadsAlways = '2.0.27';

/** Whether threads that Python code starts run in the workers; unknown when that depends on the release. */
export const runsThreads = (read: Reading): Maybe<boolean> => {
  const { version } = read.target;
  if (version.state === 'known' && compareVersions(version.value, threadsAlways) >= 0) return true;
  const asked = read.implies('threads');
  return asked === false && version.state !== 'known' ? unknown : asked;
};

/** True when the application may be loaded in each worker instead of once before the fork. */
export const mayLoadLate = (read: Reading): boolean => read.has('lazy-apps') || read.implies('lazy') !== false;
