import type { Command } from 'commander';
import type { Session, VerbOutput } from '../session/session.js';

/** One call of a verb. */
export interface Call<Options> {
  readonly session: Session;
  readonly args: readonly (string | undefined)[];
  readonly options: Options;
}

/** What a verb does. A number is the exit code of a verb that has printed already. */
export type Work<Options> = (call: Call<Options>) => Promise<VerbOutput | number>;

/** Makes a commander action of a verb's work: session, output, errors and exit code are the caller's business. */
export type Action = <Options>(work: Work<Options>) => (...commanderArguments: unknown[]) => Promise<void>;

/** Adds one verb to the program. */
export type Verb = (program: Command, action: Action) => void;
