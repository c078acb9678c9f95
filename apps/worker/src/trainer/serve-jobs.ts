import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { memory } from '@tensorflow/tfjs-core';
import type { Formation } from '@ringmaster/training';
import type { Assignment, Introduction, ToTrainer } from '../ipc/messages.js';
import { backendName } from './conclude-run.js';
import { RankJob, type RankJobOptions } from './rank-job.js';
import { hasLoadedCode, userError } from './user-model.js';

/** Failures that another rank's trouble causes in this one. */
const SECONDARY: ReadonlySet<string> = new Set(['peer_lost', 'deadline', 'fenced', 'cancelled']);

export interface ServeOptions extends RankJobOptions {
  /** Ends the process. */
  exit(code: number): void;
}

export interface Serving {
  /** For a failure that no job caught. */
  fail(caught: unknown): Promise<void>;
  /** For an agent that takes this process over; undefined when it has no job. */
  introduce(): Introduction | undefined;
  /** Nobody looks after it any more: the job, if there is one, ends now; the others go on. */
  abandon(): void;
  /** The process was asked to end: a job leaves at a step boundary; without one it ends at once. */
  drain(reason: string): void;
}

/**
 * Serves one assignment after the other, until a failure: a process that failed once is not trusted with a second
 * job. Says `warm` first.
 */
export function serveJobs(o: ServeOptions): Serving {
  const { channel, engine, logger } = o;
  const warmTensors = memory().numTensors;
  let job: RankJob | undefined;
  let jobs = 0;
  let isDraining = false;

  async function fail(caught: unknown): Promise<void> {
    const error = userError(caught) ?? TrainError.from(caught);
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
      const reason = isDraining
        ? 'it was asked to end'
        : whyNotReusable(jobs, memory().numTensors - warmTensors);
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
      case 'spool':
        return job?.cutOff(message.reason);
      case 'stop':
        return job?.stop(message.reason, message.word);
      case 'abort':
        return job?.abort(message.reason);
      case 'exit':
        return o.exit(0);
    }
  });
  const warm = {
    type: 'warm' as const,
    fingerprint: { ...engine.fingerprint },
    backend: backendName(engine),
    warnings: [...engine.warnings],
  };
  channel.say(warm);
  return {
    fail,
    introduce: () => job && introductionOf(job, { cpuThreads: o.config.cpuThreads, facts: warm, jobs }),
    abandon() {
      job?.abort('its worker is gone');
      // What it was in the middle of may take longer than anybody waits.
      o.clock.after(LIMITS.stopGraceMs, () => o.exit(1));
      if (!job) o.exit(1);
    },
    drain(reason) {
      isDraining = true;
      if (job) channel.say({ type: 'draining', reason });
      else o.exit(0);
    },
  };
}

const introductionOf = (
  { assignment, generation, lastStep }: RankJob,
  known: Pick<Introduction, 'cpuThreads' | 'facts' | 'jobs'>,
): Introduction => ({ type: 'adopt', pid: process.pid, ...known, assignment, generation, lastStep });

const formationOf = ({
  generation,
  peers,
  source,
  behind,
  shardCounts,
}: Extract<ToTrainer, { type: 'go' }>): Formation => ({
  ...{ generation, members: peers, source, behind },
  ...(shardCounts && { shardCounts }),
});

function whyNotReusable(jobs: number, leakedTensors: number): string {
  if (hasLoadedCode()) return 'it has loaded code that a user has brought';
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
