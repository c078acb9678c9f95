import { describe, expect, it } from 'vitest';
import type { JobInput } from '../job-inputs.js';
import { effectsOf } from '../effects.js';
import { currentAttempt, type JobRecord } from '../job-record.js';
import { feed, ready, report, start, submittedRecord } from '../testing/job-samples.js';
import type { Vote } from './votes.js';

const begun = (world: number): JobRecord =>
  feed(submittedRecord(2), start(world), ...Array.from({ length: world }, (_, rank) => ready(1, rank)));

type Says = readonly (readonly [of: number, kind: Vote['kind']])[];
const sealed = (rank: number, n: number, step: number, says: Says): JobInput =>
  report(1, rank, {
    kind: 'sealed',
    sealed: {
      n,
      step,
      stage: 3,
      weightsSha256: `w${step}`,
      agreed: false,
      complaints: says.map(([of, kind]) => ({ rank: of, kind, message: `rank ${of}: ${kind}` })),
      patienceMs: 10_000,
    },
  });
/** Every member seals generation `n`; `says[rank]` complains. */
const torn = (record: JobRecord, n: number, says: Readonly<Record<number, Says>>): JobRecord => {
  const members = currentAttempt(record)?.generations.at(-1)?.members ?? [];
  return feed(record, ...members.map((rank) => sealed(rank, n, 50 + n, says[rank] ?? [])));
};
const present = (record: JobRecord) => currentAttempt(record)?.generations.at(-1);

describe('complaints about ranks that live', () => {
  it('a link that breaks once is tried again, one that breaks twice costs the higher rank its place', () => {
    const pair = { 1: [[2, 'silent']], 2: [[1, 'broken']] } as const;
    const once = torn(begun(4), 1, pair);
    expect(present(once)).toMatchObject({ members: [0, 1, 2, 3], evicted: [] });
    expect(present(once)?.reason).toBe('ranks lost each other: rank 1 says: rank 2: silent');
    const twice = torn(once, 2, { 2: [[1, 'silent']], 1: [[2, 'broken']] });
    expect(present(twice)).toMatchObject({ members: [0, 1, 3], evicted: [2], deaths: 0 });
    expect(present(twice)?.reason).toBe(
      'rank 2 had to leave: the link between ranks 1 and 2 broke for the second time',
    );
    expect(effectsOf(once, twice)).toContainEqual({ kind: 'leave', ranks: [2] });
  });

  it('of a pair the one with more complaints leaves, though it be the lower one', () => {
    const once = torn(begun(4), 1, { 1: [[2, 'silent']] });
    const again = torn(once, 2, {
      2: [[1, 'silent']],
      3: [
        [1, 'silent'],
        [2, 'silent'],
      ],
      1: [[2, 'broken']],
      0: [[1, 'broken']],
    });
    expect(present(again)?.evicted).toEqual([1]);
  });

  it('one that several have lost leaves at once', () => {
    const isolated = torn(begun(4), 1, {
      0: [[2, 'silent']],
      1: [[2, 'silent']],
      3: [[2, 'broken']],
      2: [
        [0, 'silent'],
        [1, 'silent'],
        [3, 'silent'],
      ],
    });
    expect(present(isolated)).toMatchObject({ members: [0, 1, 3], evicted: [2] });
    expect(present(isolated)?.reason).toBe('rank 2 had to leave: ranks 0, 1, 3 have lost their links to it');
  });

  it('a straggler is named once, and leaves the second time', () => {
    const once = torn(begun(3), 1, { 0: [[1, 'late']], 2: [[1, 'late']] });
    expect(present(once)).toMatchObject({ members: [0, 1, 2] });
    expect(present(once)?.reason).toContain('rank 1: late');
    const twice = torn(once, 2, { 0: [[1, 'late']] });
    expect(present(twice)).toMatchObject({ members: [0, 2], evicted: [1] });
  });

  it('whoever has to leave hands nothing over, even when it alone is ahead: the step is computed again', () => {
    const once = torn(begun(3), 1, { 1: [[2, 'silent']] });
    const ahead = feed(once, sealed(0, 2, 60, []), sealed(1, 2, 60, [[2, 'silent']]), sealed(2, 2, 61, []));
    expect(present(ahead)).toMatchObject({ members: [0, 1], evicted: [2], step: 60, behind: [] });
  });

  it('nobody leaves when too few would be left', () => {
    const record = begun(2);
    const small = { ...record, job: { ...record.job, workers: { ...record.job.workers, min: 2 } } };
    const pair = { 0: [[1, 'silent']] } as const;
    expect(present(torn(torn(small, 1, pair), 2, pair))).toMatchObject({ members: [0, 1], evicted: [] });
  });
});
