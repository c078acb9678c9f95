import type { wire } from '@ringmaster/contracts';
import type { Clock, Logger } from '@ringmaster/core';
import type { AuditBatch, AuditJournal } from '@ringmaster/store';

/** Called once: with true when the coordinator has the event for good, with false when it was given up for want of room. */
export type Settled = (isThere: boolean) => void;
export type SendEvent = (event: wire.v1.IRankEvent, settled?: Settled) => void;

/**
 * Lines of the audit log that ranks of this host keep on its disk until the coordinator has them: what an agent that died had
 * taken and not delivered, and what there was no room for while the coordinator was away.
 */
export interface KeptAudit {
  /** A rank has said a batch that is kept: to be called with what became of it. */
  settledFor(batch: AuditBatch): Settled;
  /** Sends what is kept and not on its way, one batch after the other. Never rejects. */
  resend(): Promise<void>;
}

export function createKeptAudit(o: {
  readonly journal: AuditJournal;
  readonly send: SendEvent;
  readonly clock: Clock;
  readonly logger: Logger;
}): KeptAudit {
  const { journal, logger } = o;
  const onItsWay = new Set<string>();
  let sending = Promise.resolve();

  const settledFor = (batch: AuditBatch): Settled => {
    const key = JSON.stringify(batch);
    onItsWay.add(key);
    return (isThere) => {
      onItsWay.delete(key);
      if (isThere)
        journal.remove(batch).catch((error: unknown) =>
          logger.warn('a batch of the audit log is kept although it is delivered', {
            ...batch,
            error: String(error),
          }),
        );
    };
  };

  const sendOne = async (batch: AuditBatch): Promise<void> => {
    const linesJson = await journal.read(batch);
    if (!linesJson || onItsWay.has(JSON.stringify(batch))) return;
    const { jobId, attempt, rank } = batch;
    const settled = settledFor(batch);
    await new Promise<void>((resolve) =>
      o.send({ jobId, attempt, rank, audit: { linesJson: [...linesJson] } }, (isThere) => {
        settled(isThere);
        resolve();
      }),
    );
  };

  const sendAll = async (): Promise<void> => {
    for (const batch of await journal.batches(o.clock.wallMs())) await sendOne(batch);
  };

  return {
    settledFor,
    resend: () =>
      (sending = sending
        .then(sendAll)
        .catch((error: unknown) =>
          logger.error('the kept audit log cannot be read', { error: String(error) }),
        )),
  };
}
