import { describe, expect, it } from 'vitest';
import { parseLoggedEvent } from './job-events.js';

const entry = (type: string, data: unknown) => ({ seq: 3, at: 'now', jobId: 'job-000001', type, data });

describe('events read back from a log', () => {
  it('are typed by their payload', () => {
    expect(parseLoggedEvent(entry('running', { attempt: 1 }))).toMatchObject({
      type: 'running',
      data: { attempt: 1 },
    });
  });

  it.each([
    ['an unknown type', entry('exploded', {}), /event 3 \(exploded\): unknown type/],
    ['an inherited name', entry('toString', {}), /unknown type/],
    ['an unknown key', entry('running', { attempt: 1, extra: 1 }), /event 3 \(running\)[^]*extra/],
    ['a wrong value', entry('running', { attempt: 0 }), /attempt/],
    ['no event at all', { type: 'running' }, /not an event/],
  ])('refuses %s', (_, raw, message) => {
    expect(() => parseLoggedEvent(raw)).toThrow(message);
  });
});
