// What a move is: what it starts from, what it gives back.
import type { OldServer, Target } from '../../knowledge/moving/tables.ts';
import type { Detected } from '../detect.ts';
import type { Planned } from '../plan.ts';

/** The servers that can be moved away from. */
export const origins = ['uwsgi', 'daphne'] as const satisfies readonly OldServer[];
export type Origin = OldServer;

export interface MoveAnswers {
  readonly from: Origin;
  /** uvicorn runs Django's ASGI, gunicorn its WSGI. */
  readonly to: Target;
}

/** What the project itself answers; `from` is undefined when neither uWSGI nor Daphne is seen in it. */
export interface MoveDetection {
  readonly from: Detected<Origin> | undefined;
  readonly to: Detected<Target>;
}

/** A Python file of the project that may import `uwsgi`: the doors look for them, as most Python files are never read. */
export interface CodeFile {
  /** Its path in the project. */
  readonly path: string;
  readonly text: string;
}

/** A place in a file of the project; the line is counted from 1. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/**
 * What came of one option. `became`: it stands in the new files. `itself`: the new server does it without being told.
 * `platform`: the container, its orchestrator, a proxy or Django does it. `hand`: there is something to write, which could not be
 * worked out here. `instead`: nothing does it. `variable`: a name of the file itself. `unknown`: no option of uWSGI.
 */
export type Outcome = 'became' | 'itself' | 'platform' | 'hand' | 'instead' | 'variable' | 'unknown';

/** One line of the old set-up and what came of it. */
export interface Verdict {
  /** As it is written, and its value; undefined where that is decided on the machine. */
  readonly option: string;
  readonly value: string | undefined;
  /** Where it stands; nothing for what only the environment says. */
  readonly at: Place | undefined;
  readonly outcome: Outcome;
  /** Markdown, sentences. */
  readonly text: string;
  /** The source of what is said; empty when there is none. */
  readonly link: string;
}

/** A move, planned. Nothing is written yet. */
export interface Move {
  readonly files: readonly Planned[];
  /** Every option of the old set-up with what came of it, in the order it is read. */
  readonly verdicts: readonly Verdict[];
  /** What is left to do, a sentence each. */
  readonly notes: readonly string[];
  /** The report as a page of Markdown. */
  readonly report: string;
}

/** The move cannot be made as long as these places are there. */
export interface Stopped {
  readonly stopped: string;
  readonly places: readonly Place[];
}
