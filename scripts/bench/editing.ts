// End to end: what a person at an editor waits for, from the moment the editor writes to the moment it has the answer.
import type { ClientCapabilities } from 'vscode-languageserver';
import { type Program, type Talk, talk } from './talk.ts';
import type { Sample } from './texts.ts';
import { type Keystroke, keystrokes, type Position } from './typing.ts';

/** How often each thing is done. */
export interface Effort {
  readonly starts: number;
  readonly opens: number;
  readonly warmUp: number;
  readonly strokes: number;
  readonly pushes: number;
  readonly questions: number;
  /** How often two servers take turns where they are compared. */
  readonly turns: number;
}
export const thorough: Effort = { starts: 20, opens: 7, warmUp: 60, strokes: 400, pushes: 20, questions: 120, turns: 6 };
export const quick: Effort = { starts: 5, opens: 2, warmUp: 20, strokes: 60, pushes: 3, questions: 20, turns: 1 };

/** A folder on disk that a server is started in. */
export interface Folder {
  readonly uri: string;
}

/** What the client of the bench says it can do. */
export const abilities = (pulls: boolean): ClientCapabilities => ({
  workspace: { configuration: true, workspaceFolders: true, workspaceEdit: { documentChanges: true } },
  textDocument: {
    ...(pulls ? { diagnostic: { codeDescriptionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1, 2] } } } : {}),
    publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown'], tagSupport: { valueSet: [1] } },
      completionList: { itemDefaults: ['editRange'] },
    },
  },
});

interface Greeting {
  readonly capabilities: { readonly diagnosticProvider?: unknown };
}

/** Says hello; gives whether the server can be asked for diagnostics. */
export const greet = async (to: Talk, folder: Folder, pulls: boolean): Promise<boolean> => {
  const { capabilities } = await to.ask<Greeting>('initialize', {
    processId: process.pid,
    rootUri: folder.uri,
    workspaceFolders: [{ uri: folder.uri, name: 'bench' }],
    capabilities: abilities(pulls),
    clientInfo: { name: 'bench' },
  });
  return capabilities.diagnosticProvider !== undefined;
};

/** Milliseconds from the start of the process to the answer of `initialize`. */
export const coldStart = async (program: Program, folder: Folder): Promise<number> => {
  const from = performance.now();
  const to = talk(program);
  await greet(to, folder, true);
  const took = performance.now() - from;
  await to.end();
  return took;
};

/** A server with one open file. */
export interface Desk {
  readonly to: Talk;
  /** How diagnostics come. */
  readonly way: 'pulled' | 'pushed';
  /** Milliseconds from opening the file to its first diagnostics. */
  readonly opened: number;
  /** Applies a keystroke; gives the milliseconds until the diagnostics of the new text are here. */
  type(stroke: Keystroke): Promise<number>;
  /** Milliseconds of one question about a place. */
  ask(method: 'hover' | 'completion', position: Position): Promise<number>;
}

interface Published {
  readonly uri: string;
}

/** Starts a server in a folder, lets it read the folder, and opens the sample. */
export const sitDown = async (
  program: Program,
  folder: Folder,
  sample: Sample,
  pulls: boolean,
  env: Readonly<Record<string, string>> = {},
): Promise<Desk> => {
  const to = talk(program, env);
  const way = (await greet(to, folder, pulls)) && pulls ? 'pulled' : 'pushed';
  to.tell('initialized', {});
  await rest(400);
  const uri = `${folder.uri}/${sample.name}`;
  let version = 1;
  let before: string | undefined;
  const diagnostics = async (): Promise<void> => {
    const report = await to.ask<{ readonly resultId?: string }>('textDocument/diagnostic', {
      textDocument: { uri },
      ...(before === undefined ? {} : { previousResultId: before }),
    });
    before = report.resultId;
  };
  const timed = async (say: () => void): Promise<number> => {
    const heard = way === 'pushed' ? to.hear<Published>('textDocument/publishDiagnostics', (one) => one.uri === uri) : undefined;
    const from = performance.now();
    say();
    await (heard ?? diagnostics());
    return performance.now() - from;
  };
  const opened = await timed(() =>
    to.tell('textDocument/didOpen', { textDocument: { uri, languageId: sample.language, version, text: sample.text } }),
  );
  return {
    to,
    way,
    opened,
    type: (stroke) =>
      timed(() => to.tell('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges: [stroke] })),
    async ask(method, position) {
      const from = performance.now();
      await to.ask(`textDocument/${method}`, { textDocument: { uri }, position });
      return performance.now() - from;
    },
  };
};

const rest = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Types for a while and gives how long each keystroke took; the first ones are not counted. */
export const typeAway = async (desk: Desk, sample: Sample, uncounted: number, counted: number): Promise<readonly number[]> => {
  const hand = keystrokes(sample);
  const times: number[] = [];
  for (let i = 0; i < uncounted + counted; i++) {
    const took = await desk.type(hand.next().value);
    if (i >= uncounted) times.push(took);
  }
  return times;
};

/**
 * Adds a line near the top and takes it away again, in turns: that moves every finding below, so a server that keeps quiet about
 * what has not changed has something to say each time.
 */
export const nudgeAway = async (desk: Desk, uncounted: number, counted: number): Promise<readonly number[]> => {
  const [upper, lower] = [
    { line: 1, character: 0 },
    { line: 2, character: 0 },
  ];
  const times: number[] = [];
  for (let i = 0; i < uncounted + counted; i++) {
    const took = await desk.type(
      i % 2 === 0 ? { range: { start: upper, end: upper }, text: '\n' } : { range: { start: upper, end: lower }, text: '' },
    );
    if (i >= uncounted) times.push(took);
  }
  return times;
};

/** Asks for completion behind words that were just begun, one after the other at places all over the file. */
export const completeAway = async (desk: Desk, sample: Sample, count: number): Promise<readonly number[]> => {
  const lines = sample.text.split('\n');
  const times: number[] = [];
  for (let i = -10; i < count; i++) {
    const place = sample.places[(i + 10) % sample.places.length] ?? 0;
    const begun = sample.begun[(i + 10) % sample.begun.length] ?? '';
    const end = { line: place, character: lines[place]?.length ?? 0 };
    const position = { line: place + 1, character: begun.length };
    await desk.type({ range: { start: end, end }, text: `\n${begun}` });
    const took = await desk.ask('completion', position);
    await desk.type({ range: { start: end, end: position }, text: '' });
    if (i >= 0) times.push(took);
  }
  return times;
};

/** Hovers over the third character of lines all over the file, as it stands. */
export const hoverAway = async (desk: Desk, sample: Sample, count: number): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let i = -10; i < count; i++) {
    const took = await desk.ask('hover', { line: sample.places[(i + 10) % sample.places.length] ?? 0, character: 2 });
    if (i >= 0) times.push(took);
  }
  return times;
};
