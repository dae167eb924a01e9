// What an image is, in words: its Python, its distribution, and how long they get fixes.
import type { Day, ImageFacts } from '../../knowledge/images/facts.ts';
import type { Tables } from '../../knowledge/images/tables.ts';

/** The end of something an image is made of. */
interface End {
  readonly what: string;
  /** The last day with security fixes for everybody; undefined when it is not known. */
  readonly day: Day | undefined;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** `Debian 13 (trixie)`, `Alpine 3.24`. */
const systemName = (tables: Tables, { family, release }: ImageFacts): string => {
  if (release === undefined) return family === 'none' ? '' : capital(family === 'rhel' ? 'UBI' : family);
  if (family === 'debian') return `Debian ${tables.debianVersion(release) ?? ''} (${release})`.replace('  ', ' ');
  return `${family === 'rhel' ? 'UBI' : capital(family)} ${release}`;
};

/** Python and distribution of an image with their ends, those of the image first. */
export const endsOf = (tables: Tables, facts: ImageFacts): readonly End[] => {
  const { family, release, python, kind } = facts;
  const out: End[] = [];
  // A database or a proxy has a Python of its own that nobody uses.
  if (python && (kind === 'python' || kind === 'uv' || kind === 'ubi'))
    out.push({ what: `Python ${python}`, day: tables.pythonEnd(python)?.end });
  const system = systemName(tables, facts);
  if (release && system) {
    const life =
      family === 'debian'
        ? tables.debianEnd(release)
        : family === 'ubuntu'
          ? tables.ubuntuEnd(release)
          : family === 'alpine'
            ? tables.alpineEnd(release)
            : undefined;
    out.push({ what: system, day: life?.end });
  }
  return out;
};

/** What ended: `Python 3.9 ended 2025-10-31`; empty while all of it lives, or when no day is told. */
export const endedText = (tables: Tables, facts: ImageFacts, today: Day | undefined): string => {
  if (!today) return '';
  const ended = endsOf(tables, facts).find(({ day }) => day !== undefined && day < today);
  if (ended) return `${ended.what} ended ${ended.day}`;
  const { published } = facts;
  return published && published !== 'never' && published.to !== undefined && published.to <= today
    ? `not rebuilt since ${published.to}`
    : '';
};

/** One line: `Python 3.13 until 2029-10-31, Debian 13 (trixie) until 2030-06-30`. */
export const imageLine = (tables: Tables, facts: ImageFacts): string =>
  endsOf(tables, facts)
    .map(({ what, day }) => (day ? `${what} until ${day}` : what))
    .join(', ');

/** All about an image, in Markdown. */
export const imageText = (tables: Tables, name: string, facts: ImageFacts, today: Day | undefined): string => {
  const { family, slim, user, shell, packageManager, moves, published, uv } = facts;
  const points: string[] = endsOf(tables, facts).map(({ what, day }) => {
    if (!day) return `${what}${facts.family === 'none' ? '' : ', no end known'}`;
    return today && day < today ? `**${what} gets no fixes any more**, since ${day}` : `${what}, security fixes until ${day}`;
  });
  if (uv && family === 'none') points.push('Holds `/uv` and `/uvx` and nothing else: copy them with `COPY --from=`');
  else if (uv) points.push('Brings uv');
  if (slim) points.push('Slim: no compiler, no headers, no curl or git');
  if (!shell) points.push('Has no shell: only commands in JSON form run');
  points.push(`Starts as \`${user}\`${packageManager === 'none' ? '' : `; packages with \`${packageManager}\``}`);
  const over = published === 'never' || (published?.to !== undefined && (!today || published.to <= today));
  const moving = [moves.python ? 'another Python' : '', moves.release ? 'another release of the distribution' : ''].filter(Boolean);
  if (over)
    points.push(
      published === 'never'
        ? '**This combination was never published**'
        : `Not rebuilt since ${published.to}: it can be pulled, and gets no fixes`,
    );
  else if (moving.length > 0) points.push(`The tag moves: a rebuild may bring ${moving.join(' and ')}`);
  else if (moves.patch) points.push('The tag gets patch releases');
  return [`**\`${name}\`** · base image`, points.map((point) => `- ${point}`).join('\n')].join('\n\n');
};
