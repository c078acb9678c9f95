import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { fileFailure, systemCode } from '../durable-files.js';
import type { SpoolOptions } from './checkpoint-spool.js';

/** Lines of the audit log that one rank said together; a rank counts its batches from 1. */
export interface AuditBatch {
  readonly jobId: string;
  readonly attempt: number;
  readonly rank: number;
  readonly batch: number;
}

/**
 * Lines of the audit log that no coordinator has yet: a file a batch, beside the spooled checkpoints of an agent. They survive
 * their rank and its agent, not a power failure.
 */
export interface AuditJournal {
  /** There when it returns: whatever the lines let count may follow. @throws TrainError `disk_full` | `unavailable` */
  write(batch: AuditBatch, lines: readonly string[]): void;
  /** Of each rank in their order; those that are too old are removed first. */
  batches(nowMs: number): Promise<readonly AuditBatch[]>;
  /** JSON each; undefined when it is not there any more. */
  read(batch: AuditBatch): Promise<readonly string[] | undefined>;
  remove(batch: AuditBatch): Promise<void>;
}

/** No name of a spooled checkpoint begins with a dot. */
const PLACE = '.audit';
const NAME = /^([a-z0-9][a-z0-9-]{0,62})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.jsonl$/;

export function auditJournal({ dir }: Pick<SpoolOptions, 'dir'>): AuditJournal {
  const place = join(dir, PLACE);
  const pathOf = ({ jobId, attempt, rank, batch }: AuditBatch): string =>
    join(place, `${jobId}.${attempt}.${rank}.${batch}.jsonl`);
  return {
    write(batch, lines) {
      const path = pathOf(batch);
      try {
        mkdirSync(place, { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.tmp`, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
        renameSync(`${path}.tmp`, path);
      } catch (cause) {
        throw fileFailure(cause, `writing ${path}`);
      }
    },
    async batches(nowMs) {
      const found: AuditBatch[] = [];
      for (const name of await namesIn(place)) {
        const path = join(place, name);
        const { mtimeMs = nowMs } = await stat(path).catch(() => ({ mtimeMs: undefined }));
        if (nowMs - mtimeMs > LIMITS.spoolKeepMs) await rm(path, { force: true });
        else found.push(...batchOf(name));
      }
      return found.sort(inOrder);
    },
    async read(batch) {
      const text = await readFile(pathOf(batch), 'utf8').catch((cause: unknown) => {
        if (systemCode(cause) === 'ENOENT') return undefined;
        throw fileFailure(cause, `reading ${pathOf(batch)}`);
      });
      return text?.split('\n').filter((line) => line !== '');
    },
    remove: (batch) => rm(pathOf(batch), { force: true }),
  };
}

function batchOf(name: string): readonly AuditBatch[] {
  const [, jobId, attempt, rank, batch] = NAME.exec(name) ?? [];
  if (jobId === undefined) return [];
  return [{ jobId, attempt: Number(attempt), rank: Number(rank), batch: Number(batch) }];
}

const inOrder = (a: AuditBatch, b: AuditBatch): number =>
  a.jobId === b.jobId
    ? a.attempt - b.attempt || a.rank - b.rank || a.batch - b.batch
    : a.jobId < b.jobId
      ? -1
      : 1;

const namesIn = (place: string): Promise<readonly string[]> =>
  readdir(place).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFailure(cause, `reading ${place}`);
  });
