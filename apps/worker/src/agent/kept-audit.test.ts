import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { createOutbox } from '@ringmaster/scheduling';
import { auditJournal } from '@ringmaster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeptAudit, type SendEvent } from './kept-audit.js';

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'rm-kept-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const of = (batch: number) => ({ jobId: 'job-a', attempt: 1, rank: 0, batch });
const audit = (batch: number): wire.v1.IRankEvent => ({
  ...{ jobId: 'job-a', attempt: 1, rank: 0 },
  audit: { linesJson: [`{"step":${batch}}`] },
});

/** An agent's process with its real outbox: what it holds ends with it, the journal does not. */
function agent(bytes = 1_000_000) {
  const journal = auditJournal({ dir });
  const outbox = createOutbox({ events: 100, bytes });
  const send: SendEvent = (event, settled) => outbox.push(event, 100, settled);
  const kept = createKeptAudit({ journal, send, clock: systemClock, logger: silentLogger });
  return {
    kept,
    /** What its rank does: keeps a batch, and says it. */
    say(batch: number) {
      journal.write(of(batch), audit(batch).audit?.linesJson ?? []);
      send(audit(batch), kept.settledFor(of(batch)));
    },
    /** The coordinator takes all that is there, and goes on as long as more comes. */
    async deliver(): Promise<readonly string[]> {
      const taken: string[] = [];
      for (let idle = 0; idle < 20; idle += 1) {
        for (let entry = outbox.next(); entry; entry = outbox.next(), idle = 0) {
          taken.push(...(entry.event.audit?.linesJson ?? []));
          outbox.acknowledge(entry.seq);
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return taken;
    },
    left: () => journal.batches(Date.now()),
  };
}

describe('lines of the audit log', () => {
  it('of an agent that died before it delivered them come from the next one, and once delivered from nobody', async () => {
    const first = agent();
    for (const batch of [1, 2, 3]) first.say(batch);
    const second = agent();
    const sent = second.kept.resend();
    expect(await second.deliver()).toEqual(['{"step":1}', '{"step":2}', '{"step":3}']);
    await sent;
    expect(await second.left()).toEqual([]);
    const third = agent();
    await third.kept.resend();
    expect(await third.deliver()).toEqual([]);
  });

  it('that are on their way are not sent twice', async () => {
    const one = agent();
    one.say(1);
    await one.kept.resend();
    expect(await one.deliver()).toEqual(['{"step":1}']);
    expect(await one.left()).toEqual([]);
  });

  it('that there was no room for while the coordinator was away come when it is back', async () => {
    const one = agent(250);
    for (const batch of [1, 2, 3, 4]) one.say(batch);
    expect(await one.deliver()).toEqual(['{"step":3}', '{"step":4}']);
    const sent = one.kept.resend();
    expect(await one.deliver()).toEqual(['{"step":1}', '{"step":2}']);
    await sent;
    expect(await one.left()).toEqual([]);
  });
});
