// Open documents over the file system: what the client types wins over what the disk says.
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { headLength, kindOf, mayBeOurs, wantedRounds } from '../languages/languages.ts';
import type { Settings } from '../project/config.ts';
import type { Listing } from '../project/folders.ts';
import { filesOf } from '../project/project.ts';
import type { Change, Snapshot, Workspace } from '../project/workspace.ts';
import { isInside, uri as normal, slashPath, type Uri } from '../text/uri.ts';
import type { Names } from './convert.ts';

/** The file system as a door hands it in. Nothing here rejects: what cannot be read is undefined. */
export interface FileSystem {
  /** Every file below a folder; nothing where folders cannot be listed. */
  walk(root: Uri): Promise<Omit<Listing, 'root'> | undefined>;
  read(uri: Uri): Promise<string | undefined>;
  /** The first characters of a file, enough for `kindOf`. */
  head(uri: Uri): Promise<string | undefined>;
  /** Whether a file lies where a walk never looks. */
  foreign(uri: Uri): boolean;
}

/** Told after the workspace moved: a document was opened, was typed in, or something came from outside (disk, folders, settings). */
export type Mover = 'open' | 'edit' | 'outside';
export type OnMoved = (by: Mover, uri?: Uri) => void;

export interface Files extends Names {
  readonly now: Snapshot;
  readonly roots: readonly Uri[];
  /** True while a root is being walked. */
  readonly reading: boolean;
  readonly open: ReadonlyMap<Uri, TextDocument>;
  didOpen(spelling: string, language: string, version: number, text: string): void;
  didChange(spelling: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  didClose(spelling: string): Promise<void>;
  didChangeOnDisk(events: readonly { readonly uri: string; readonly deleted: boolean; readonly created: boolean }[]): Promise<void>;
  addRoots(spellings: readonly string[]): Promise<void>;
  removeRoots(spellings: readonly string[]): void;
  /** Walks every root again and reads all files of ours. */
  readAgain(): Promise<void>;
  configure(settings: Settings): void;
}

/** Milliseconds of quiet before files are read that an edit leads to. */
const calm = 300;

interface Root {
  listed: ReadonlySet<Uri>;
  again: boolean;
  walking: Promise<void> | undefined;
}

const folder = (spelling: string): Uri => normal(spelling).replace(/(?<=[^/])\/$/, '') as Uri;

/** A text that begins as Dockerfiles do, comments aside: `FROM image`, `FROM image AS name`, `ARG NAME=value`. */
const likeDockerfile =
  /^\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:FROM[ \t]+(?:--platform=\S+[ \t]+)?[\w./:@${}-]+(?:[ \t]+AS[ \t]+\S+)?|ARG[ \t]+\w+(?:=\S*)?)[ \t]*\r?(?:\n|$)/i;

/** The kind of a text. A document without a file has no name yet, so only its text can tell. */
const kindOfText = (uri: Uri, text: string) => {
  const head = text.slice(0, headLength);
  const kind = kindOf(uri, head);
  if (kind || !uri.startsWith('untitled:')) return kind;
  return kindOf(`${uri}.ini` as Uri, head) ?? (likeDockerfile.test(head) ? 'dockerfile' : undefined);
};

export const createFiles = (workspace: Workspace, disk: FileSystem, moved: OnMoved): Files => {
  const open = new Map<Uri, TextDocument>();
  const roots = new Map<Uri, Root>();
  /** The latest reading of each file that began; the answers of earlier ones come too late. */
  const readings = new Map<Uri, number>();
  let count = 0;
  /** Files that were read because others lead to them. */
  const followed = new Set<Uri>();

  const inRoots = (uri: Uri): boolean => [...roots.keys()].some((root) => isInside(root, uri));
  /** The change that makes the workspace agree with a text; nothing when it agrees already. */
  const put = (uri: Uri, text: string, version: number): readonly Change[] => {
    const before = workspace.now.parsed(uri)?.file;
    const kind = kindOfText(uri, text);
    if (!kind) return drop(uri);
    if (before?.kind === kind && before.text === text) return [];
    return [{ type: 'write', file: { uri, kind, version, text } }];
  };
  const drop = (uri: Uri): readonly Change[] => (workspace.now.parsed(uri) ? [{ type: 'remove', uri }] : []);
  const apply = (changes: readonly Change[], by: Mover, uri?: Uri): void => {
    if (changes.length === 0) return;
    workspace.apply(changes);
    moved(by, uri);
    followLater();
  };

  /** The text on disk, when the file is, or may be, ours. */
  const readOurs = async (uri: Uri): Promise<string | undefined> => {
    if (!mayBeOurs(slashPath(uri)) && !followed.has(uri)) return undefined;
    if (!kindOf(uri, '')) {
      const head = await disk.head(uri);
      if (head === undefined || !kindOf(uri, head)) return undefined;
    }
    return disk.read(uri);
  };
  /** What the disk says of files, as changes; files that were opened while we read are left alone. */
  const fromDisk = async (uris: readonly Uri[]): Promise<readonly Change[]> => {
    const read: { readonly uri: Uri; readonly mine: number; readonly text: string | undefined }[] = [];
    for (const uri of uris) {
      const mine = ++count;
      readings.set(uri, mine);
      read.push({ uri, mine, text: await readOurs(uri) });
    }
    return read.flatMap(({ uri, mine, text }) => {
      if (readings.get(uri) !== mine) return [];
      readings.delete(uri);
      if (open.has(uri)) return [];
      return text === undefined ? drop(uri) : put(uri, text, 0);
    });
  };

  /** Reads the files that what was read leads to, until nothing new comes up. Says whether anything did. */
  const follow = async (): Promise<boolean> => {
    let some = false;
    for (let round = 0; round < wantedRounds; round++) {
      const wanted = workspace.now.wanted().filter((uri) => !followed.has(uri) && inRoots(uri));
      if (wanted.length === 0) break;
      for (const uri of wanted) followed.add(uri);
      const changes = await fromDisk(wanted);
      if (changes.length > 0) workspace.apply(changes);
      some ||= changes.length > 0;
    }
    return some;
  };
  /** After an edit there is time: nobody waits for a module that has just been named. */
  let following: ReturnType<typeof setTimeout> | undefined;
  const followLater = (): void => {
    if (following || roots.size === 0) return;
    following = setTimeout(async () => {
      following = undefined;
      if (await follow()) moved('outside');
    }, calm);
    following.unref?.();
  };

  const walkOnce = async (root: Uri, state: Root): Promise<void> => {
    const found = await disk.walk(root);
    if (!found) return;
    const { files, complete, skipped = [], gitignores = [] } = found;
    const changes = await fromDisk(files);
    if (roots.get(root) !== state) return;
    state.listed = new Set(files);
    const listed = (uri: Uri): boolean => [...roots.values()].some((one) => one.listed.has(uri));
    const gone = urisOf(workspace.now).filter((uri) => isInside(root, uri) && !open.has(uri) && !listed(uri));
    workspace.apply([{ type: 'list', listing: { root, files, complete, skipped, gitignores } }, ...changes, ...gone.flatMap(drop)]);
    // What was missing before may be there now.
    for (const uri of followed) if (!workspace.now.parsed(uri)) followed.delete(uri);
    await follow();
    moved('outside');
  };
  /** Walks a root; asked again while it walks, it walks once more afterwards. */
  const walk = (root: Uri): Promise<void> => {
    const state = roots.get(root);
    if (!state) return Promise.resolve();
    state.again = true;
    state.walking ??= (async () => {
      try {
        while (state.again && roots.get(root) === state) {
          state.again = false;
          await walkOnce(root, state);
        }
      } finally {
        state.walking = undefined;
        moved('outside');
      }
    })();
    return state.walking;
  };

  return {
    get now() {
      return workspace.now;
    },
    get roots() {
      return [...roots.keys()];
    },
    get reading() {
      return [...roots.values()].some(({ walking }) => walking);
    },
    open,
    file: (uri) => workspace.now.parsed(uri)?.file,
    spelling: (uri) => open.get(uri)?.uri ?? uri,
    version: (uri) => open.get(uri)?.version ?? null,
    didOpen(spelling, language, version, text) {
      const uri = normal(spelling);
      open.set(uri, TextDocument.create(spelling, language, version, text));
      apply(put(uri, text, version), 'open', uri);
    },
    didChange(spelling, version, changes) {
      const uri = normal(spelling);
      const document = open.get(uri);
      if (!document) return;
      TextDocument.update(document, [...changes], version);
      apply(put(uri, document.getText(), version), 'edit', uri);
    },
    async didClose(spelling) {
      const uri = normal(spelling);
      if (!open.delete(uri)) return;
      apply(inRoots(uri) ? await fromDisk([uri]) : drop(uri), 'outside', uri);
    },
    async didChangeOnDisk(events) {
      const seen = events.map((event) => ({ ...event, uri: normal(event.uri) })).filter(({ uri }) => !disk.foreign(uri) && inRoots(uri));
      if (seen.length === 0) return;
      const changed = seen.filter(({ uri, deleted }) => !deleted && (mayBeOurs(slashPath(uri)) || followed.has(uri))).map(({ uri }) => uri);
      // A folder that goes or comes is told as one event, so the listing is made anew; only then are new files seen.
      const again = [...roots.keys()].filter((root) =>
        seen.some(({ uri, created, deleted }) => (created || deleted) && isInside(root, uri)),
      );
      const known = changed.filter((uri) => [...roots.values()].some(({ listed }) => listed.has(uri)));
      apply(await fromDisk(known), 'outside');
      await Promise.all(again.map(walk));
    },
    async addRoots(spellings) {
      const added = spellings.map(folder).filter((root) => !roots.has(root));
      for (const root of added) roots.set(root, { listed: new Set(), again: false, walking: undefined });
      apply(
        added.map((root) => ({ type: 'list', listing: { root, files: [], complete: false } })),
        'outside',
      );
      await Promise.all(added.map(walk));
    },
    removeRoots(spellings) {
      const gone = spellings.map(folder).filter((root) => roots.delete(root));
      const orphans = urisOf(workspace.now).filter((uri) => !open.has(uri) && !inRoots(uri));
      apply([...gone.map((root): Change => ({ type: 'forget', root })), ...orphans.flatMap(drop)], 'outside');
    },
    async readAgain() {
      await Promise.all([...roots.keys()].map(walk));
    },
    configure: (settings) => apply([{ type: 'configure', settings }], 'outside'),
  };
};

/** The addresses of all files of ours. */
export const urisOf = (snapshot: Snapshot): readonly Uri[] =>
  snapshot.projects().flatMap((project) => filesOf(project).map(({ parsed }) => parsed.file.uri));
