/**
 * How far a rank has come: finished steps, and what of the end of the last one is done. Every rank takes part in every
 * exchange, so the positions of the ranks of one generation differ by one exchange at most.
 */
export interface Position {
  readonly step: number;
  readonly stage: number;
}

/** Negative when `a` is behind of `b`. */
export const comparePositions = (a: Position, b: Position): number => a.step - b.step || a.stage - b.stage;

/** Of a rank that has no state of its own yet: behind of every other. */
export const NOWHERE: Position = { step: 0, stage: 0 };
