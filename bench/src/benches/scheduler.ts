import { TrainError } from '@ringmaster/core';
import type { Bench } from '../core/bench.js';
import { figuresOf } from '../core/figure.js';
import { openScheduler } from './scheduler-cluster.js';

/** What a peer is known for, to read the figure against: Kueue's own performance test, about 42 admissions a second. */
const SIZES = {
  full: { workers: 1_000, jobs: 50_000, seconds: 20 },
  quick: { workers: 8, jobs: 60, seconds: 2 },
};

/** Jobs that a coordinator starts in a second while many wait. */
export const scheduler: Bench = {
  name: 'scheduler',
  summary:
    'admissions a second with 50,000 queued jobs and 1,000 simulated workers: a real coordinator, Redis and BullMQ',
  async run(settings, on) {
    const { workers, jobs, seconds } = settings.quick ? SIZES.quick : SIZES.full;
    on.say(`starting a coordinator; ${jobs} jobs are submitted`);
    const cluster = await openScheduler(settings);
    try {
      const submitted = await cluster.submit(jobs);
      on.say(`all are queued; ${workers} simulated workers join`);
      await cluster.join(workers);
      const rates: number[] = [];
      for (let round = 0; round < settings.rounds; round++) {
        const rate = await cluster.admissions(seconds);
        on.say(`round ${round + 1}: ${rate.toFixed(0)} admissions a second`);
        rates.push(rate);
      }
      if (rates.every((rate) => rate === 0)) throw new TrainError('internal', 'no job was admitted');
      const facts = { bench: 'scheduler', threads: 1, processes: 1, better: 'higher' as const };
      const none = new Map<string, readonly number[]>();
      for (const figure of [
        ...figuresOf({ ...facts, metric: 'submissions', unit: 'jobs/s' }, [submitted], none),
        ...figuresOf({ ...facts, metric: 'admissions', unit: 'jobs/s' }, rates, none),
      ])
        on.figure(figure);
    } finally {
      await cluster.close();
    }
  },
};
