// Names and tags of images as completions, with what they are and whether they still get fixes.
import { imageNames } from '../../knowledge/images/offer.ts';
import { readImage } from '../../languages/dockerfile/image.ts';
import { releaseOf } from '../../project/settings/release.ts';
import type { Span } from '../../text/span.ts';
import { parent } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { endedText, imageLine } from './text.ts';

const about: Readonly<Record<string, string>> = {
  python: 'Python on Debian or Alpine',
  'ghcr.io/astral-sh/uv': 'uv alone, or with a Python',
  debian: 'Debian, without a Python',
  node: 'Node.js, for the front end',
  nginx: 'nginx; starts as root',
  'nginxinc/nginx-unprivileged': 'nginx as user 101, on port 8080',
  postgres: 'PostgreSQL',
  redis: 'Redis',
  ubuntu: 'Ubuntu, without a Python in it',
  alpine: 'Alpine, without a Python; musl instead of glibc',
  'gcr.io/distroless/python3-debian13': 'Python of Debian, without a shell',
};

/** What an image is wanted for: to build on, to copy a program from, to run. */
type Purpose = 'base' | 'tool' | 'service';
const firstFor: Readonly<Record<Purpose, readonly string[]>> = {
  base: [],
  tool: ['ghcr.io/astral-sh/uv'],
  service: ['postgres', 'redis', 'nginx', 'nginxinc/nginx-unprivileged'],
};

/** Names of images; with a colon typed, the tags of that image: those that still get fixes first. `spanFrom` counts in the word. */
export const images = (place: Place, typed: string, spanFrom: (by: number) => Span, purpose: Purpose): readonly Completion[] => {
  const { images: tables } = place.knowledge;
  if (/\s/.test(typed)) return [];
  const first = firstFor[purpose];
  const colon = typed.lastIndexOf(':');
  if (colon <= typed.lastIndexOf('/')) {
    return imageNames.map((name, i) =>
      completion(name, 'value', spanFrom(0), {
        detail: about[name] ?? '',
        insert: `${name}:`,
        plain: `${name}:`,
        sort: `${first.includes(name) ? `10${first.indexOf(name)}` : `11${String(i).padStart(2, '0')}`}`,
        again: true,
      }),
    );
  }
  const { today } = place.project.config;
  const reference = readImage(typed.slice(0, colon));
  const span = spanFrom(colon + 1);
  const versions = reference.repository.endsWith('/uv') ? uvVersions(place) : [];
  const out = versions.map((tag, i) =>
    completion(tag, 'value', span, { detail: 'The programs of uv, nothing else', sort: `${purpose === 'tool' ? 0 : 4}${i}` }),
  );
  for (const [i, { tag, facts }] of tables.tags(reference, today ?? tables.dated()).entries()) {
    const ended = endedText(tables, facts, today);
    const moves = facts.moves.release && facts.family !== 'none';
    const doubt = ended ? '' : djangoDoubt(place, facts.python);
    const alpine = facts.family === 'alpine' && facts.kind !== 'alpine';
    out.push(
      completion(tag, 'value', span, {
        detail: ended ? `${ended.charAt(0).toUpperCase()}${ended.slice(1)}` : [doubt, imageLine(tables, facts)].filter(Boolean).join('; '),
        sort: `${ended ? 9 : doubt ? 8 : alpine ? 7 : moves ? 6 : 5}${String(i).padStart(3, '0')}`,
        deprecated: ended !== '',
      }),
    );
  }
  return out;
};

/** Why the Django of the project may not run on a Python; empty where nothing speaks against it. */
const djangoDoubt = ({ project, parsed, knowledge }: Place, python: string | undefined): string => {
  const { exact, least } = releaseOf(project, parent(parsed.file.uri), 'django');
  const django = exact ?? least;
  if (!django || !python) return '';
  const answer = knowledge.images.djangoSupports(django, python)?.answer;
  if (answer === 'too-old') return `Django ${django} needs a newer Python`;
  return answer === 'too-new' ? `Django ${django} promises nothing for it` : '';
};

const uvVersions = ({ knowledge }: Place): readonly string[] => {
  const version = knowledge.find('tool', 'uv')?.version;
  return version ? [version.split('.').slice(0, 2).join('.'), version] : [];
};
