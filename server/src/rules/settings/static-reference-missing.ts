import type { AssetReference } from '../../languages/asset/facts.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { memoOfAll } from '../../languages/memo.ts';
import type { FileOf, Project } from '../../project/project.ts';
import { normalised, textOf } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import { type Collected, hashedSources } from '../../project/settings/static-sources.ts';
import { nearest } from '../../text/distance.ts';
import { slashPath } from '../../text/uri.ts';
import { mayBeBuilt } from '../reading/built.ts';
import { mayBeSet } from '../reading/deployed.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** A reference to a file that no finder finds. */
interface Missing {
  readonly reference: AssetReference;
  readonly file: FileOf<'asset'>;
  /** The name under which the file would be collected. */
  readonly target: string;
  /** True when only quotes are wrong: behind a blank Django takes them for a part of the name. */
  readonly quoted: boolean;
  /** A file beside it with nearly that name. */
  readonly meant: string | undefined;
}

/** What decides which references count, as one text: results are kept by it. */
interface Reading {
  readonly sources: readonly Collected[];
  readonly url: string | undefined;
  /** Whether Django follows source maps, and leaves out comments and strings. */
  readonly maps: boolean;
  readonly skips: Maybe<boolean>;
}

/** Folders that stylesheets of every make look for beside their own; other names may be those of installed apps. */
const usual = /^(?:img|imgs|images?|icons?|fonts?|webfonts|css|js|svg|styles?|scripts?|sprites|gfx|pics)$/;
const filledIn = /\{\{|\{%|\$\{|<%|#\{|@\{|%\(/;
const mostInOneFile = 10;

/** The results of the files of a project, for as long as no file comes, goes or changes. */
const kept = memoOfAll((_assets: Project['all']['asset'], _paths: Project['paths']) => new Map<string, readonly Missing[]>());

const missingIn = (project: Project, reading: Reading): readonly Missing[] => {
  const results = kept(project.all.asset, project.paths);
  const key = JSON.stringify([reading.sources, reading.url, reading.maps, String(reading.skips)]);
  const before = results.get(key);
  if (before) return before;
  const made = project.all.asset.flatMap((file) => ofFile(project, reading, file));
  results.set(key, made);
  return made;
};

const ofFile = (project: Project, reading: Reading, file: FileOf<'asset'>): readonly Missing[] => {
  const path = slashPath(file.facts.uri);
  const source = reading.sources.find(({ folder }) => path.startsWith(`${folder}/`));
  if (!source) return [];
  const name = source.prefix + path.slice(source.folder.length + 1);
  const out: Missing[] = [];
  for (const reference of file.facts.references) {
    if (reference.how === 'map' && !reading.maps) continue;
    if (reference.by !== 'all' && (reading.skips === unknown || reading.skips !== (reference.by === 'from 6.1'))) continue;
    const target = targetOf(reading, name, reference.url);
    if (target === undefined || isThere(project, reading.sources, target) !== false) continue;
    if (!isOwn(project, reading.sources, reference.url, target)) continue;
    const bare = /^(["'])(.*)\1$/.exec(reference.url)?.[2];
    const inside = bare === undefined ? undefined : targetOf(reading, name, bare);
    const quoted = inside !== undefined && isThere(project, reading.sources, inside) === true;
    out.push({ reference, file, target, quoted, meant: closest(project, reading.sources, target) });
    if (out.length >= mostInOneFile) break;
  }
  return out;
};

/** The name of the file that an address means, as HashedFilesMixin.url_converter works it out; undefined for addresses it leaves alone. */
const targetOf = ({ url: root }: Reading, name: string, url: string): string | undefined => {
  if (/^[a-z]+:/.test(url) || url.startsWith('//') || filledIn.test(url)) return undefined;
  const path = url.replace(/[?#].*$/s, '').trim();
  if (path === '' || path.endsWith('/')) return undefined;
  let target: string;
  try {
    target = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (target.startsWith('/')) {
    if (!root?.startsWith('/') || root === '/' || !target.startsWith(root)) return undefined;
    target = target.slice(root.length);
  } else target = `${name.slice(0, name.lastIndexOf('/') + 1)}${target}`;
  const clean = normalised(target);
  // What leads out of the folder of static files is another error.
  return clean === '.' || clean.startsWith('..') || clean.startsWith('/') ? undefined : clean;
};

const places = (sources: readonly Collected[], target: string): readonly string[] =>
  sources.flatMap(({ folder, prefix }) => (target.startsWith(prefix) ? [`${folder}/${target.slice(prefix.length)}`] : []));

const isThere = (project: Project, sources: readonly Collected[], target: string): Maybe<boolean> => {
  const found = places(sources, target).map((path) => project.paths.exists(path));
  if (found.includes(true)) return true;
  return found.includes(undefined) ? unknown : false;
};

/** Whether only this project could bring the file: no app that is installed, and no build. */
const isOwn = (project: Project, sources: readonly Collected[], url: string, target: string): boolean => {
  const folder = target.slice(0, target.lastIndexOf('/') + 1).replace(/\/$/, '');
  const folderIsThere = places(sources, folder).some((path) => project.paths.isFolder(path));
  // A bundler writes whole folders; beside files that are there one that is not is a slip.
  if (!folderIsThere && (project.all.npm.length > 0 || mayBeBuilt(project, target))) return false;
  if (!url.startsWith('..') && !url.startsWith('/')) return true;
  const [top = ''] = target.split('/');
  return !target.includes('/') || usual.test(top) || places(sources, top).some((path) => project.paths.isFolder(path));
};

/** A file beside the one that is missing, with nearly its name. */
const closest = (project: Project, sources: readonly Collected[], target: string): string | undefined => {
  const cut = target.lastIndexOf('/') + 1;
  const names = places(sources, target).flatMap((path) =>
    project.paths.list(path.slice(0, path.lastIndexOf('/'))).flatMap((item) => (item.folder ? [] : [item.name])),
  );
  const last = target.slice(cut);
  return names.find((one) => one.toLowerCase() === last.toLowerCase()) ?? (last.length > 6 ? nearest(last, names, 1) : undefined);
};

/** Hashing storages put the hashed name into every stylesheet: a file that is not there stops collectstatic. */
export default defineRule({
  id: 'settings/static-reference-missing',
  title: 'Files that stylesheets name exist',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ123'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    if (project.all.asset.length === 0) return;
    const told = new Set<AssetReference>();
    for (const { django, view } of productions(project, only)) {
      const sources = hashedSources(project, django, view);
      // Files may be left out by patterns; then nobody looks into them.
      if (sources.length === 0 || mayBeSet(project, 'collectstatic(?:\\\\\\r?\\n|[^\\n])*?\\s(?:-i|--ignore)')) continue;
      const release = django.release('django');
      const since = atLeast(release, '6.1');
      const skips: Maybe<boolean> = since === true ? true : atLeast(release, '6.0') === false ? false : unknown;
      const reading: Reading = { sources, url: textOf(view.get('STATIC_URL')?.value), maps: atLeast(release, '4.0') === true, skips };
      for (const { reference, file, target, quoted, meant } of missingIn(project, reading)) {
        if (told.has(reference)) continue;
        told.add(reference);
        const { uri } = file.facts;
        const map = reference.how === 'map';
        const finding: Finding = {
          at: { uri, span: reference.span },
          message: quoted
            ? 'Django takes quotes behind a blank for a part of the name, finds no such file, and `collectstatic` stops at this line; take the blanks away'
            : `There is no \`${target}\` among the static files, so \`collectstatic\` stops at this line${reference.by === 'before 6.1' ? ', comment or not' : ''}; ${meant ? `write \`${meant}\`` : map ? 'take the line out, or add the map' : 'add the file, or take the reference out'}`,
          fixes: () => {
            const from = reference.url.replace(/[?#].*$/s, '').lastIndexOf('/') + 1;
            const to = reference.url.replace(/[?#].*$/s, '').length;
            if (quoted) return [fix('Take the blanks away', true, uri, replace(reference.whole, `url(${reference.url})`))];
            if (meant)
              return [
                fix(`Write \`${meant}\``, false, uri, replace({ from: reference.span.from + from, to: reference.span.from + to }, meant)),
              ];
            return map ? [fix('Take the line out', false, uri, replace(lineOfMap(file.parsed.file.text, reference), ''))] : [];
          },
        };
        yield finding;
      }
    }
  },
});

/** The comment and the end of its line. */
const lineOfMap = (text: string, { whole }: AssetReference): AssetReference['whole'] => {
  const rest = /^\r?\n/.exec(text.slice(whole.to))?.[0].length ?? 0;
  return { from: whole.from, to: whole.to + rest };
};
