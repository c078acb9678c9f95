import type { Position, TrainError } from '@ringmaster/core';
import type { StepExchange } from './step-exchange.js';

/** What a rank vouches for when it gives up a generation: nothing of that generation is applied to its state any more. */
export interface Seal {
  readonly position: Position;
  readonly weightsSha256: string;
  /** Why the generation is over for this rank; absent when all ranks ended it together, by the word `resize`. */
  readonly cause?: TrainError;
  /** Everything that the next step reads, for a rank that is behind; made when one asks. */
  handover(): Promise<Uint8Array>;
}

/** The generation after. */
export interface NextGeneration {
  readonly exchange: StepExchange;
  /** The state of a rank that is ahead, where this one is behind or new. */
  readonly handover?: Uint8Array;
}

/** How a rank gets from one generation to the next. */
export interface Regroup {
  /** The number in the attempt of a rank of the present generation. */
  numberOf(rank: number): number;
  /**
   * Reports the seal and waits for the next generation; undefined when this rank is to leave, `givenUp` when nobody who
   * could form one has been there for too long.
   * @throws TrainError `cancelled`
   */
  next(seal: Seal, signal: AbortSignal): Promise<NextGeneration | 'givenUp' | undefined>;
}
