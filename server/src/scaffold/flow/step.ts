// One run of a command that writes files into a project: a question at a time, then the plan.
import type { Project } from '../../project/project.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import type { Place } from '../move/plan.ts';
import type { Planned, Reader } from '../plan.ts';
import type { Choice } from '../questions.ts';

/** What is written: container files; static files by WhiteNoise alone; a move from Daphne; a move from uWSGI. */
export const flowKinds = ['init', 'static', 'daphne', 'migrate'] as const;
export type FlowKind = (typeof flowKinds)[number];

/** What was said so far. Nothing is kept between steps: going back is asking with fewer answers. */
export interface Given {
  readonly kind: FlowKind;
  /** The values chosen, by the name of the question. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** Files whose text the user gives up, by their path in the project. */
  readonly replace: ReadonlySet<string>;
}

/** A question with the answer that the project gives itself. */
export interface Asked {
  readonly name: string;
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly detected: string;
  /** What speaks for it; empty for our own habit. */
  readonly because: string;
  readonly many: boolean;
}

/** Why nothing can be done, as a sentence that says what to do about it. */
export interface Refused {
  readonly is: 'refused';
  readonly sentence: string;
  /** What must change first. */
  readonly places?: { readonly project: Project; readonly all: readonly Place[] };
}
export interface Question {
  readonly is: 'question';
  readonly asked: Asked;
  /** Which of how many questions, from 1; how many there are may depend on the answers. */
  readonly number: number;
  readonly of: number;
}
export interface Plan {
  readonly is: 'plan';
  readonly project: Project;
  readonly files: readonly Planned[];
  /** What is left to do, a sentence each. */
  readonly notes: readonly string[];
  /** A page that tells more, and what the button that opens it says; nothing when there is nothing to tell. */
  readonly page: { readonly name: string; readonly button: string; readonly markdown: string } | undefined;
  readonly questions: number;
  /** Whether files that exist may be replaced instead of written beside. */
  readonly replaces: boolean;
}
export type Step = Refused | Question | Plan;

/** A Django project that a command may be about, in the project that holds its files. */
export interface Home {
  readonly project: Project;
  readonly django: DjangoProject;
}

/** What a kind of flow stands on once it is known which project is meant. */
export interface FlowPlace extends Home {
  readonly given: Given;
  readonly read: Reader;
}

export const refused = (sentence: string): Refused => ({ is: 'refused', sentence });
