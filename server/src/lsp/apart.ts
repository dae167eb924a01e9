// Documents that their names do not tell: settings modules such as `options.py` named by manage.py, modules that settings import,
// and the stylesheets and scripts that settings lead to. The client serves documents by patterns; what is known only once the
// workspace was read is registered then, each by its own path.
import {
  CodeActionRequest,
  CompletionRequest,
  type Connection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentHighlightRequest,
  HoverRequest,
  InlayHintRequest,
  ReferencesRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { memo } from '../languages/memo.ts';
import type { Project } from '../project/project.ts';
import { djangoProjects } from '../project/settings/django.ts';
import { pathOf, slashPath, type Uri } from '../text/uri.ts';
import type { Abilities } from './abilities.ts';
import { triggers } from './triggers.ts';

/** What the client's patterns for Python match (`client/src/documents.json`); a test holds the two together. */
const byName =
  /\/(?:manage|[^/]*(?:wsgi|asgi|settings)[^/]*)\.py$|\/(?:[^/]*settings[^/]*|conf|config|configs|configuration|environments)\/(?:[^/]+\/)*[^/]*\.py$/;

/** Whether the client sends a Python module for its name alone; `path` has slashes. */
export const isSentByName = (path: string): boolean => byName.test(path);

/** The modules that settings are made of and that their names do not tell. */
const unnamed = memo((project: Project): readonly Uri[] =>
  !project.complete
    ? []
    : [
        ...new Set(
          djangoProjects(project).flatMap(({ modules, production, development }) => [
            ...modules.map(({ uri }) => uri),
            ...(production?.files ?? []),
            ...(development?.files ?? []),
          ]),
        ),
      ].filter((uri) => uri.endsWith('.py') && !isSentByName(slashPath(uri))),
);

/** The documents that are registered one by one. */
export interface Apart {
  /** Registers what has come up since. What was registered stays: a module may come back with the next keystroke. */
  follow(projects: readonly Project[]): Promise<void>;
  has(uri: Uri): boolean;
}

/** More modules than this are no settings any more, and more stylesheets than this nobody opens. */
const most = 300;

/** A path that is equal to the pattern matches whatever signs are in it. */
const selecting = (uris: readonly Uri[]) => ({
  documentSelector: uris.map((uri) => ({ scheme: uri.slice(0, uri.indexOf(':')), pattern: pathOf(uri) })),
});

export const createApart = ({ client }: Connection, { pull }: Abilities): Apart => {
  const registered = new Set<Uri>();
  return {
    has: (uri) => registered.has(uri),
    async follow(projects) {
      const fresh = (uris: readonly Uri[]): readonly Uri[] =>
        uris.filter((uri) => !registered.has(uri)).slice(0, Math.max(0, most - registered.size));
      const modules = fresh(projects.flatMap(unnamed));
      for (const uri of modules) registered.add(uri);
      const assets = fresh(projects.flatMap(({ all }) => all.asset.map(({ parsed }) => parsed.file.uri)));
      for (const uri of assets) registered.add(uri);
      // Features first: opening a document makes the client ask.
      if (modules.length > 0) {
        const own = selecting(modules);
        await client.register(HoverRequest.type, own);
        await client.register(CompletionRequest.type, { ...own, resolveProvider: true, triggerCharacters: [...triggers] });
        await client.register(DefinitionRequest.type, own);
        await client.register(ReferencesRequest.type, own);
        await client.register(DocumentHighlightRequest.type, own);
        await client.register(InlayHintRequest.type, own);
      }
      if (modules.length + assets.length === 0) return;
      const options = selecting([...modules, ...assets]);
      await client.register(CodeActionRequest.type, { ...options, codeActionKinds: ['quickfix', 'source.fixAll.drydock'] });
      await client.register(DidChangeTextDocumentNotification.type, { ...options, syncKind: TextDocumentSyncKind.Incremental });
      await client.register(DidCloseTextDocumentNotification.type, options);
      await client.register(DidOpenTextDocumentNotification.type, options);
      if (pull)
        await client.register(DocumentDiagnosticRequest.type, {
          ...options,
          identifier: 'drydock',
          interFileDependencies: true,
          workspaceDiagnostics: false,
        });
    },
  };
};
