import type { Argument } from '../../commands/resolve.ts';
import { contextFolder, type Described, describedBuilds } from '../../project/deployment/described.ts';
import { isRemote } from '../../project/dockerfile/source.ts';
import type { Project } from '../../project/project.ts';
import { topOf } from '../../text/span.ts';
import { baseName, isInside, parent, relative, resolve, slashPath, type Uri } from '../../text/uri.ts';
import { once } from '../reading/deployments.ts';
import { foldersAbove, hasModules, isGone, namesakes, namesIn, nearName, pathFrom } from '../reading/file-names.ts';
import { isForShow } from '../reading/for-show.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A build whose Dockerfile or context is not there ends before it begins. */
export default defineRule({
  id: 'project/build-file-missing',
  title: 'The Dockerfile and the folder that are built are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const first = once();
    for (const build of describedBuilds(project)) {
      const lost = lostIn(project, build);
      if (!lost) continue;
      const { word, meant } = lost;
      const at = insideQuotes(project, word ? { uri: word.uri ?? build.at.uri, span: word.span } : build.at);
      if (isForShow(project, at.uri) || !first(at)) continue;
      yield {
        at,
        message: lost.message,
        // Who never builds may still start the image that is named beside.
        ...(build.of && build.names.length > 0 ? { severity: 'warning' } : {}),
        related: lost.there ? [{ at: topOf(lost.there), message: 'This Dockerfile is there' }] : [],
        fixes: () => (word ? writeMeant(word.text, meant, at) : []),
      } satisfies Finding;
    }
  },
});

interface Lost {
  /** The word that names it; nothing where the build itself is the place. */
  readonly word: Argument | undefined;
  readonly meant: string | undefined;
  /** The Dockerfile that was meant. */
  readonly there?: Uri | undefined;
  readonly message: string;
}

/** One look tells for nearly all builds that there is nothing to tell. */
const isThere = (project: Project, { folders, context, dockerfile, from }: Described): boolean =>
  (from === 'folder' && !dockerfile) ||
  folders.some((folder) => {
    const start = from === 'context' ? contextFolder(folder, context) : folder;
    return project.exists(resolve(start, dockerfile?.text ?? 'Dockerfile')) === true;
  });

const lostIn = (project: Project, build: Described): Lost | undefined => {
  if (isThere(project, build)) return undefined;
  const { context, dockerfile, from, at } = build;
  const text = context?.text ?? '.';
  if (
    !isWritten(project, context, at.uri) ||
    !isWritten(project, dockerfile, at.uri) ||
    isRemote(text) ||
    /^(?:-$|[\w.-]+\.\w+\/|[\w-]+:)/.test(text)
  )
    return undefined;
  return from === 'context' ? lostInContext(project, build) : lostOnLine(project, build);
};

/** Whether a word is written out, so that no variable has a part in it. */
const isWritten = (project: Project, word: Argument | undefined, uri: Uri): boolean => {
  if (!word) return true;
  const { from, to } = word.span;
  return (
    word.known &&
    /^[\w./@+ -]+$/.test(word.text) &&
    !project
      .file(word.uri ?? uri)
      ?.parsed.file.text.slice(from, to)
      .includes('$')
  );
};

/** Where a Dockerfile is looked for: the builder takes `dockerfile` for `Dockerfile`, though not the other way round. */
const placesOf = (folder: Uri, path: string): readonly Uri[] => {
  const uri = resolve(folder, path);
  return baseName(uri) === 'Dockerfile' ? [uri, resolve(parent(uri), './dockerfile')] : [uri];
};

/** Compose and bake name a folder, and a Dockerfile in it. */
const lostInContext = (project: Project, { context, dockerfile, folders, at, of: composed }: Described): Lost | undefined => {
  if (composed ? !isWhole(project, composed, context) : !isTarget(project, at.uri, context, dockerfile)) return undefined;
  // A folder that the command line names as the project's may stand for the one of the file.
  const starts = new Set([...folders, ...foldersAbove(project, parent(context?.uri ?? at.uri))]);
  const contexts = [...starts]
    .map((start) => contextFolder(start, context))
    .filter((one, i) => i === 0 || one === project.root || isInside(project.root, one));
  if (contexts.every((one) => isGone(project, one))) {
    const [folder] = contexts;
    if (!folder || !context || hasModules(project)) return undefined;
    const names = project.list(parent(folder)).flatMap((item) => (item.folder ? [item.name] : []));
    const near = nearName(names, baseName(folder));
    const meant = near === undefined ? undefined : context.text.replace(/[^/]+(?=\/*$)/, near);
    return {
      word: context,
      meant,
      message: `There is no folder \`${context.text}\`, so there is nothing to build and the build ends with "path not found"; ${meant ? `did you mean \`${meant}\`?` : 'correct the path, or add the folder'}`,
    };
  }
  // Where a folder may be there that is not seen, nothing is known of its files.
  const there = contexts.filter((one) => !isGone(project, one));
  const files = there.flatMap((one) =>
    (dockerfile ? [dockerfile.text] : ['Dockerfile', 'Containerfile']).flatMap((name) => placesOf(one, name)),
  );
  if (!files.every((uri) => isGone(project, uri) && !mayBeMade(project, baseName(uri)))) return undefined;
  const [folder] = there;
  if (!folder || (hasModules(project) && namesIn(project, folder).length === 0)) return undefined;
  const shown = folder === project.root ? 'the root of the project' : `\`${relative(project.root, folder)}\``;
  if (!dockerfile) {
    const [only, ...more] = namesIn(project, folder).filter((name) => /dockerfile/i.test(name) && !name.endsWith('.dockerignore'));
    const other = only && more.length === 0 ? `\`dockerfile: ${only}\`` : 'its `dockerfile`';
    return {
      word: context,
      meant: undefined,
      message: `There is no Dockerfile in ${shown}, so the build ends with "failed to read dockerfile"; name ${other}, or another folder`,
    };
  }
  const meant = meantFile(project, folder, [...starts], dockerfile.text);
  return {
    word: dockerfile,
    meant,
    there: meant === undefined ? undefined : resolve(folder, meant),
    message: `There is no \`${dockerfile.text}\` in ${shown}, which is built here, so the build ends with "failed to read dockerfile"; ${meant ? `did you mean \`${meant}\`?` : 'a Dockerfile is named from the folder that is built: correct its path, or add it'}`,
  };
};

/** Whether all of a service's build is seen: its files are all read, no other service brings it, and no other file that may be given as well. */
const isWhole = (project: Project, { stack, service }: NonNullable<Described['of']>, context: Argument | undefined): boolean => {
  const { files, complete } = stack;
  if (!complete || service.parts.some(({ value, uri }) => value.extends || !files.some((facts) => facts.uri === uri))) return false;
  return (
    context !== undefined ||
    !project.all.compose.some(
      ({ facts }) => !files.includes(facts) && facts.services.some(({ name, build }) => name === service.name && build?.context),
    )
  );
};

/** Whether a target of a bake file is built as it stands, and not only a part of those that inherit it. */
const isTarget = (project: Project, uri: Uri, context: Argument | undefined, dockerfile: Argument | undefined): boolean =>
  dockerfile !== undefined && (context !== undefined || !/\binherits\b/.test(project.file(uri)?.parsed.file.text ?? ''));

/** A command line names a Dockerfile from where it is started. */
const lostOnLine = (project: Project, { dockerfile, at, by, folders }: Described): Lost | undefined => {
  if (!dockerfile || dockerfile.text === '-') return undefined;
  const path = dockerfile.text.replace(/^(?:\.\/)+/, '');
  const name = path.replace(/^.*\//, '');
  const text = project.file(at.uri)?.parsed.file.text ?? '';
  if (by === 'ci' && (!isOfRoot(project, at.uri) || /download-artifact|^\s*(?:-\s*)?(?:repository|path):\s/m.test(text))) return undefined;
  if (by === 'shell' && /\b(?:cd|pushd|git clone)\b/.test(text)) return undefined;
  if (path.startsWith('/') || path.includes('..') || folders.some((folder) => placesOf(folder, path).some((uri) => !isGone(project, uri))))
    return undefined;
  // It may be started in another folder that has it.
  const others = namesakes(project, name);
  if (others.some((uri) => slashPath(uri).endsWith(`/${path}`)) || mayBeMade(project, name)) return undefined;
  const start = folders.at(-1) ?? project.root;
  const meant = meantFile(project, start, [], dockerfile.text);
  return {
    word: dockerfile,
    meant,
    there: meant === undefined ? undefined : resolve(start, meant),
    message: `There is no \`${dockerfile.text}\` in the project, so this build ends with "failed to read dockerfile"; ${meant ? `did you mean \`${meant}\`?` : 'correct its path, or add it'}`,
  };
};

/** Workflows count where the root of the repository is that of the project. */
const isOfRoot = (project: Project, uri: Uri): boolean => /^(?:\.github\/|\.gitlab-ci)/.test(relative(project.root, uri));

/** What was meant by a path from a folder: a name beside it with a slip, the same path from where the file itself stands, or the only one of this name. */
const meantFile = (project: Project, folder: Uri, starts: readonly Uri[], path: string): string | undefined => {
  const wrong = resolve(folder, path);
  const name = baseName(wrong);
  const names = namesIn(project, parent(wrong));
  const usual = [`dockerfile.${name}`, `${name}.dockerfile`].map((one) => one.toLowerCase());
  const near = nearName(names, name) ?? names.find((one) => usual.includes(one.toLowerCase()));
  if (near !== undefined) return `${path.slice(0, path.length - name.length)}${near}`;
  const start = starts.map((one) => resolve(one, path)).find((uri) => project.exists(uri) === true);
  if (start) return pathFrom(folder, start);
  const [only, ...more] = namesakes(project, name);
  return only && more.length === 0 ? pathFrom(folder, only) : undefined;
};

const making = /(?:^|[^-=])>|\b(?:cp|mv|ln|tee|sed|envsubst|j2|jinja2?|m4|curl|wget|touch|dockerize|gomplate)\b/;

/** Whether a Makefile, script or workflow seems to write a file of this name. */
const mayBeMade = (project: Project, name: string): boolean =>
  [...project.all.makefile, ...project.all.shell, ...project.all.ci].some(({ parsed }) => {
    const { text } = parsed.file;
    return text.includes(name) && text.split('\n').some((line) => line.includes(name) && making.test(line));
  });
