import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { memory } from '@tensorflow/tfjs-core';
import type { Formation } from '@ringmaster/training';
import type { Assignment, ToTrainer } from '../ipc/messages.js';
import { backendName, RankJob, type RankJobOptions } from './rank-job.js';

/** Failures that another rank's trouble causes in this one. */
const SECONDARY: ReadonlySet<string> = new Set(['peer_lost', 'deadline', 'fenced', 'cancelled']);

export interface ServeOptions extends RankJobOptions {
  /** Ends the process. */
  exit(code: number): void;
}

/**
 * Serves one assignment after the other, until a failure: a process that failed once is not trusted with a second
 * job. Says `warm` first.
 * @returns what to call with a failure that no job caught
 */
export function serveJobs(o: ServeOptions): (caught: unknown) => Promise<void> {
  const { channel, engine, logger } = o;
  const warmTensors = memory().numTensors;
  let job: RankJob | undefined;
  let jobs = 0;

  async function fail(caught: unknown): Promise<void> {
    const error = TrainError.from(caught);
    logger.error(error.message, { code: error.code, stack: error.stack });
    await channel.sayLast({
      type: 'failed',
      cause: viewOf(error),
      secondary: SECONDARY.has(error.code),
      lastStep: job?.lastStep ?? 0,
    });
    o.exit(1);
  }

  async function work(assignment: Assignment): Promise<void> {
    try {
      job = new RankJob(assignment, o);
      await job.done;
      job = undefined;
      jobs += 1;
      const reason = whyNotReusable(jobs, memory().numTensors - warmTensors);
      await channel.sayLast({ type: 'idle', reusable: reason === '', reason });
      if (reason !== '') o.exit(0);
    } catch (error) {
      await fail(error);
    }
  }

  channel.onMessage((message) => {
    switch (message.type) {
      case 'assign':
        if (job)
          return void fail(new TrainError('internal', 'a second assignment came while the first one runs'));
        return void work(message.assignment);
      case 'go':
        return job?.order({ kind: 'go', formation: formationOf(message) });
      case 'resize':
        return job?.order({ kind: 'resize', generation: message.generation });
      case 'artifacts':
        return job?.artifactsAt(message.url);
      case 'leave':
        return job?.order({ kind: 'leave' });
      case 'stop':
        return job?.stop(message.reason, message.word);
      case 'abort':
        return job?.abort(message.reason);
      case 'exit':
        return o.exit(0);
    }
  });
  channel.say({
    type: 'warm',
    fingerprint: { ...engine.fingerprint },
    backend: backendName(engine),
    warnings: [...engine.warnings],
  });
  return fail;
}

const formationOf = ({
  generation,
  peers,
  source,
  behind,
}: Extract<ToTrainer, { type: 'go' }>): Formation => ({ generation, members: peers, source, behind });

function whyNotReusable(jobs: number, leakedTensors: number): string {
  if (leakedTensors > 0) return `${leakedTensors} tensors were left behind`;
  return jobs >= LIMITS.trainerJobs ? `it has served ${jobs} jobs` : '';
}

const viewOf = (error: TrainError) => {
  const { code, message, details } = error.view();
  return { code, message, ...(details && { details: plain(details) }) };
};

/** Details as the agent may pass them on: data only. */
const plain = (details: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(details)) as Record<string, unknown>;
