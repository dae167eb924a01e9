// Files of the build context that a COPY takes into the image and that should stay outside.
import { ofEachBuild } from '../../../languages/dockerfile/each-stage.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { memo } from '../../../languages/memo.ts';
import {
  type BuildContext,
  bringsSlot,
  contextOf,
  rememberedInContextAt,
  rememberedOfEachInContext,
  sourceIn,
} from '../../../project/dockerfile/context.ts';
import type { Project } from '../../../project/project.ts';
import type { Span } from '../../../text/span.ts';
import { resolve, type Uri } from '../../../text/uri.ts';
import type { Subject } from '../../rule.ts';
import { isSecretName } from '../secrets.ts';
import { isForeign, servesDevelopment } from './shipped.ts';

export interface Baked {
  /** Relative to the context. */
  readonly path: string;
  readonly kind: 'variables' | 'key' | 'database';
  /** Whether the COPY names the file itself. */
  readonly named: boolean;
}

/** A source of a COPY from the context. */
export interface BakingCopy {
  readonly stage: Stage;
  /** Which copy of the stage, and which of its sources. */
  readonly copy: number;
  readonly source: number;
  /** Whether the source is all of the context. */
  readonly whole: boolean;
  readonly context: BuildContext;
  readonly files: readonly Baked[];
}

const variables = /^\.env(?:\.[\w.-]+)?$/;
const forShow = /example|sample|template|dist|default|tpl|test|schema|\bci\b/i;
const key = /^(?:id_rsa|id_ed25519|[\w.-]*(?:private|server|key)[\w.-]*\.pem|[\w.-]+\.key|service[_-]account[\w.-]*\.json)$/i;
const database = /^[\w.-]+\.(?:sqlite3?|dump)$/;

/** What a file's name says it holds. */
const kindOf = (name: string): Baked['kind'] | undefined =>
  variables.test(name) && !forShow.test(name) ? 'variables' : key.test(name) ? 'key' : database.test(name) ? 'database' : undefined;

type Taken = Omit<BakingCopy, 'stage' | 'context'>;

/** Every COPY of the whole context, and of files in question, as far as the workspace knows them. */
export const bakingCopies = memo((subject: Subject<'dockerfile'>): readonly BakingCopy[] => {
  const { facts, project } = subject;
  const context = contextOf(project, facts);
  const out: BakingCopy[] = [];
  const all = takenInEach(project, facts);
  for (const stage of facts.stages) {
    const taken = all[stage.index] ?? nothing;
    if (taken.length === 0 || servesDevelopment(subject, stage) || isForeign(subject, stage)) continue;
    for (const { copy, source, whole, files } of taken) out.push({ stage, copy, source, whole, context, files });
  }
  return out;
});

/** Where it is written. */
export const placeOf = ({ stage, copy, source }: BakingCopy): Span => stage.copies[copy]?.sources[source]?.span ?? stage.from.content;

/** The sources of a stage by their number among its copies, which stay the same wherever the stage moves. */
const takenIn = rememberedInContextAt(bringsSlot, (project, facts, stage): readonly Taken[] => {
  const context = contextOf(project, facts);
  const taken = stage.copies.flatMap(({ from, sources }, copy) =>
    from
      ? []
      : sources.flatMap(({ text, known }, i) => {
          const source = known ? sourceIn(project, context, text) : undefined;
          if (!source || source.wildcard) return [];
          const whole = source.path === '';
          const files = filesIn(project, context, source.path);
          return whole || files.length > 0 ? [{ copy, source: i, whole, files }] : [];
        }),
  );
  return taken.length > 0 ? taken : nothing;
});
const nothing: readonly never[] = [];
const takenInEach = rememberedOfEachInContext(ofEachBuild(bringsSlot), takenIn);

const filesIn = (project: Project, context: BuildContext, path: string): readonly Baked[] => {
  const own = kindOf(path.replace(/^.*\//, ''));
  const taken = (one: string) =>
    sourceIn(project, context, one)?.ignored === false && holdsSecrets(project, resolve(context.folder, `./${one}`));
  if (own) return taken(path) ? [{ path, kind: own, named: true }] : [];
  const list = (folder: string) => project.list(folder === '' ? context.folder : resolve(context.folder, `./${folder}`));
  const found: Baked[] = [];
  const look = (folder: string, deeper: boolean) => {
    for (const { name, folder: isFolder } of list(folder)) {
      const inner = folder === '' ? name : `${folder}/${name}`;
      const kind = isFolder ? undefined : kindOf(name);
      if (kind && taken(inner)) found.push({ path: inner, kind, named: false });
      // Tests and fixtures have keys and databases of their own.
      if (isFolder && deeper && !/^(?:node_modules|tests?|fixtures|docs|static|locale|\.\w+)$/.test(name)) look(inner, false);
    }
  };
  look(path, true);
  return found;
};

/** False for files of variables that were read and hold nothing secret. */
const holdsSecrets = (project: Project, uri: Uri): boolean => {
  const facts = project.file(uri)?.facts;
  if (!facts || !('variables' in facts) || 'services' in facts) return true;
  return facts.variables.some((one) => 'empty' in one && !one.empty && isSecretName(one.name));
};
