import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect } from 'vitest';
import { checkPriority, QueueRecord, returnScore } from './queue-record.js';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

fuzzDecoder('queue record', {
  decode: (stored) => {
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(stored));
    } catch {
      // The connection answers undefined for what is no JSON.
    }
    return QueueRecord.safeParse(value);
  },
  corpus: [bytes({ order: 1, priority: 0 }), bytes({ order: 4_000_000_000, priority: 1_000_000 })],
  codes: [],
  isJson: true,
  accepted: ({ success, data }) => {
    if (!success) return;
    checkPriority({ jobId: 'a', priority: data.priority });
    // Between what came before its priority and what waits in it.
    const score = returnScore(data);
    expect(Number.isSafeInteger(score)).toBe(true);
    // JSON knows -0, which is 0 here.
    expect(Math.floor(score / 2 ** 32)).toBe(data.priority + 0);
  },
});
