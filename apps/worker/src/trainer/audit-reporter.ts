import { auditFloat, type AuditBegin, type AuditLine, LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { AuditEvent } from '@ringmaster/training';
import type { AgentChannel } from './channel.js';

/** One rank's lines of the audit log. All ranks say all of them: whoever survives vouches for the others. */
export interface AuditReporter {
  /** The steps from now on are another generation's. */
  enter(generation: string, world: number): void;
  add(event: AuditEvent): void;
  /** Keeps what is gathered, and hands it on. Comes before anything that lets the steps count: a checkpoint, the end. */
  flush(): void;
}

export interface AuditReporterOptions {
  /** Its step is that before the first one that is added. */
  readonly begin: Omit<AuditBegin, 'type' | 'step'>;
  readonly channel: AgentChannel;
  /** Keeps a batch on this host until the coordinator has it. @throws TrainError */
  readonly keep: (batch: number, lines: readonly AuditLine[]) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createAuditReporter(o: AuditReporterOptions): AuditReporter {
  const { begin, channel, clock } = o;
  const { attempt } = begin;
  let { generation } = begin;
  let entered: typeof begin | undefined = begin;
  let lines: AuditLine[] = [];
  let bytes = 0;
  let cancel: (() => void) | undefined;
  let batches = 0;
  let isWarned = false;

  /** Its number; undefined when the disk takes nothing: then the agent's memory has to do. */
  const kept = (): number | undefined => {
    try {
      o.keep(++batches, lines);
      return batches;
    } catch (error) {
      if (!isWarned)
        o.logger.warn(`lines of the audit log are not kept on this host: ${TrainError.from(error).message}`);
      isWarned = true;
      return undefined;
    }
  };

  const flush = () => {
    cancel?.();
    cancel = undefined;
    if (lines.length > 0) {
      const batch = kept();
      channel.say({ type: 'audit', lines, ...(batch !== undefined && { batch }) });
    }
    lines = [];
    bytes = 0;
  };

  return {
    flush,
    enter(name, world) {
      generation = name;
      entered = { ...begin, generation, world };
    },
    add({ step, epoch, isApplied, loss, shards, replicaBefore }) {
      if (entered) lines.push({ type: 'begin', ...entered, step: step - 1 });
      entered = undefined;
      lines.push({
        type: 'step',
        attempt,
        generation,
        step,
        epoch,
        applied: isApplied,
        loss: auditFloat(loss),
        shards: shards.map(({ count, digest }) => [count, digest.toString(16).padStart(16, '0')]),
        ...(replicaBefore !== undefined && { replicaBefore }),
      });
      bytes += LINE_BYTES + SHARD_BYTES * shards.length;
      if (bytes >= LIMITS.auditBatchBytes) flush();
      else cancel ??= clock.after(LIMITS.auditBatchMs, flush);
    },
  };
}

/** What a line takes at most without its shards, and what each shard adds. */
const LINE_BYTES = 300;
const SHARD_BYTES = 30;
