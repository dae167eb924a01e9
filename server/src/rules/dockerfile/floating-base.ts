import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { type ImageName, readImage } from '../../languages/dockerfile/image.ts';
import { insert, replace } from '../../text/edit.ts';
import { runsPython } from '../reading/dockerfile/python-image.ts';
import { isForeignFile, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { together } from '../reading/together.ts';
import { defineRule, type Finding, type Fix, fix, type Subject } from '../rule.ts';

/** Some tags are another Python, or another Debian, from one build to the next. */
export default defineRule({
  id: 'dockerfile/floating-base',
  title: 'The base image says which Python and which distribution it is',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R41'],
  neighbours: ['hadolint DL3006', 'hadolint DL3007'],
  reads: 'dockerfile',
  check: (subject) => together([...each(subject)]),
});

function* each(subject: Subject<'dockerfile'>): Generator<Finding> {
  const { facts, knowledge, project } = subject;
  if (isForeignFile(subject)) return;
  for (const stage of facts.stages) {
    if (stage.parent || !stage.image.known || stage.image.text === '' || servesDevelopment(subject, stage)) continue;
    const name = readImage(stage.image.text);
    const image = knowledge.images.image(name, project.config.today);
    if (!image || !(image.kind === 'python' || image.kind === 'uv' || runsPython(stage))) continue;
    const found = judge(subject, stage, name, image);
    if (found) yield found;
  }
}

const distributions: Readonly<Record<string, string>> = { debian: 'Debian', alpine: 'Alpine', ubuntu: 'Ubuntu' };

const judge = (subject: Subject<'dockerfile'>, stage: Stage, name: ImageName, image: ImageFacts): Finding | undefined => {
  const { kind, moves, family, python, release } = image;
  if (!/^(?:python|uv|debian|ubuntu|alpine)$/.test(kind)) return undefined;
  const tag = pinned(name, image);
  const what = distributions[family];
  const at = { uri: subject.uri, span: stage.image.span };
  const advice = tag ? `; write \`${tag}\`` : '';
  const shared = { at, fixes: () => fixes(subject, stage, name, tag) };
  const bare = name.tag === undefined || name.tag === 'latest';
  if (kind === 'python' && moves.python) {
    return {
      ...shared,
      message: `\`${stage.image.text}\` is another Python after each yearly release (now ${python ?? 'the newest'}), and a build that worked may fail the next day${advice}`,
      ...(bare ? {} : { neighbours: [] }),
    };
  }
  if (kind === 'debian' || kind === 'ubuntu' || kind === 'alpine') {
    if (!moves.release || !what) return undefined;
    return {
      ...shared,
      message: `\`${stage.image.text}\` becomes another ${what} with each release (now ${release ?? 'the newest'}), with other packages and another Python${advice}`,
      ...(bare ? {} : { neighbours: [] }),
    };
  }
  if (!moves.release || !what || !tag) return undefined;
  const history =
    family === 'debian' ? 'such tags went from bookworm to trixie in August 2025' : 'such tags go to a new Alpine twice a year';
  return {
    ...shared,
    message: `\`${stage.image.text}\` does not name its ${what} release, so packages can vanish between two builds: ${history}${advice}`,
    severity: 'info',
    neighbours: [],
  };
};

/** The tag that means today what this one means, and will go on meaning it; nothing where the tables cannot say. */
const pinned = ({ tag = '' }: ImageName, { kind, family, python, release, slim }: ImageFacts): string | undefined => {
  if (!release) return undefined;
  if (kind === 'debian') return `${release}${slim ? '-slim' : ''}`;
  if (kind === 'alpine') return release;
  if (kind !== 'python') return undefined;
  const written = /^\d+(?:\.\d+)+/.exec(tag)?.[0];
  const version = written ?? python;
  return version && `${version}${family === 'alpine' ? `-alpine${release}` : `${slim ? '-slim' : ''}-${release}`}`;
};

const fixes = ({ uri }: Subject<'dockerfile'>, { image }: Stage, name: ImageName, tag: string | undefined): readonly Fix[] => {
  // A name with variables is put together elsewhere.
  if (!tag || image.written !== image.text || name.digest !== undefined) return [];
  const title = `Name what it is today: \`${tag}\``;
  const { from, to } = image.span;
  const edit = name.tag === undefined ? insert(to, `:${tag}`) : replace({ from: to - name.tag.length, to }, tag);
  return to - from === image.text.length ? [fix(title, false, uri, edit)] : [];
};
