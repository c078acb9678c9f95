import type { Generation } from '@ringmaster/core';
import type { StoredFile } from './checkpoint-store.js';

/** A rank, whoever runs it. */
export interface RankName {
  readonly jobId: string;
  readonly attempt: number;
  readonly rank: number;
}

export const isSameRank = (a: RankName, b: RankName): boolean =>
  a.jobId === b.jobId && a.attempt === b.attempt && a.rank === b.rank;

/** Whose checkpoint it is, and what lets it into the store. */
export interface SpooledFacts extends RankName {
  readonly slot: number;
  readonly generation: Generation;
  readonly artifactsToken: string;
}

/** What one rank has left. */
export interface SpoolEntry {
  /** `<jobId>.<attempt>.<rank>` */
  readonly name: string;
  readonly facts: SpooledFacts;
}

export interface SpooledCheckpoint {
  readonly step: number;
  readonly manifest: Uint8Array;
  readonly files: readonly StoredFile[];
}

/** Checkpoints on this host that no coordinator has yet. */
export interface CheckpointSpool {
  readonly dir: string;
  /** Those that are too old are removed first; those that do not say whose they are come as a problem, for people. */
  entries(nowMs: number): Promise<{
    readonly entries: readonly SpoolEntry[];
    readonly removed: readonly string[];
    readonly problems: readonly string[];
  }>;
  /**
   * Its checkpoints in ascending order, every byte compared with the hashes of its manifest.
   * @throws TrainError `artifact_corrupt` naming entry and file
   */
  checkpoints(entry: SpoolEntry, signal: AbortSignal): AsyncGenerator<SpooledCheckpoint>;
  remove(entry: SpoolEntry): Promise<void>;
}

/** Of the entry of a rank. */
export const spoolName = ({ jobId, attempt, rank }: RankName): string => `${jobId}.${attempt}.${rank}`;
