import type { AttemptView } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';
import { slowLines, timingLines } from './timing-lines.js';

describe('where the time of ranks goes, for people', () => {
  it('is a table, of the phases that took any', () => {
    const phases = { data: 0.25, compute: 12, exchange: 108.4, evaluate: 0 };
    expect(
      timingLines([
        { rank: 0, steps: 100, shards: 2, phases, shardMs: 6.125 },
        { rank: 1, steps: 98, shards: 0, phases: { exchange: 120 } },
      ]),
    ).toEqual([
      'times of a step in ms, over the last 100 steps of each rank',
      '  rank  shards  data  compute  exchange  a shard',
      '     0       2  0.25     12.0       108     6.13',
      '     1       0  0.00     0.00       120        -',
    ]);
    expect(timingLines([])).toEqual([]);
  });

  it('names the slow rank', () => {
    const rank = { agentId: 'host-b', state: 'running' as const };
    const slow = { factor: 3.06, shardMs: 30.6, othersMs: 10 };
    const attempt = {
      ranks: [
        { rank: 0, ...rank },
        { rank: 1, ...rank, slow },
      ],
    } as unknown as AttemptView;
    expect(slowLines(attempt)).toEqual([
      'rank 1 on host-b is slow: 3.1 times the median of the others (30.6 ms for a shard, they need 10.0 ms)',
    ]);
  });
});
