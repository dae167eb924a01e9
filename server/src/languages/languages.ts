// The register of languages, and the few functions that work on any of them.
import type { SourceFile } from '../text/file.ts';
import { slashPath, type Uri } from '../text/uri.ts';
import { asset } from './asset/index.ts';
import { bake } from './bake/index.ts';
import { ci } from './ci/index.ts';
import { cloudfoundry } from './cloudfoundry/index.ts';
import { compose } from './compose/index.ts';
import { dockerfile } from './dockerfile/index.ts';
import { dockerignore } from './dockerignore/index.ts';
import { dotenv } from './dotenv/index.ts';
import { drydock } from './drydock/index.ts';
import { haproxy } from './haproxy/index.ts';
import { kubernetes } from './kubernetes/index.ts';
import type { AnyParsed, Facts, FileKind, Language, Parsed } from './language.ts';
import { makefile } from './makefile/index.ts';
import { nginx } from './nginx/index.ts';
import { npm } from './npm/index.ts';
import { procfile } from './procfile/index.ts';
import { python } from './python/index.ts';
import { requirements } from './requirements/index.ts';
import { shell } from './shell/index.ts';
import { supervisord } from './supervisord/index.ts';
import { systemd } from './systemd/index.ts';
import { uwsgi } from './uwsgi/index.ts';

export const languages: { readonly [K in FileKind]: Language<K> } = {
  drydock,
  uwsgi,
  dockerfile,
  dockerignore,
  python,
  requirements,
  compose,
  shell,
  procfile,
  supervisord,
  systemd,
  dotenv,
  kubernetes,
  nginx,
  haproxy,
  ci,
  bake,
  makefile,
  npm,
  cloudfoundry,
  asset,
};

const kinds = Object.keys(languages) as readonly FileKind[];

/** How many characters of a file `claims` may look at. */
export const headLength = 4096;

/** How often files lead to further files before a door stops reading on. */
export const wantedRounds = 12;

/** The kind of a file, by its path and first characters, a byte order mark left aside; nothing when it is none of ours. */
export const kindOf = (uri: Uri, head: string): FileKind | undefined => {
  const path = slashPath(uri);
  const start = head.slice(head.startsWith('\ufeff') ? 1 : 0, headLength);
  return kinds.find((kind) => languages[kind].claims(path, start));
};

/** Whether the path alone makes it worth reading the file's first characters. */
export const mayBeOurs = (path: string): boolean => kinds.some((kind) => languages[kind].mayClaim(path));

const language = <K extends FileKind>(kind: K): Language<K> => languages[kind] as Language<K>;

export const parse = (file: SourceFile, before?: AnyParsed): AnyParsed => {
  const earlier = before?.kind === file.kind ? before : undefined;
  return language(file.kind).parse(file, earlier) as AnyParsed;
};

export const factsOf = <K extends FileKind>(parsed: Parsed<K>): Facts[K] => language(parsed.kind).facts(parsed);

export const languageOf = <K extends FileKind>(parsed: Parsed<K>): Language<K> => language(parsed.kind);
