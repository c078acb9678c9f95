import { availableParallelism } from 'node:os';
import type { Client } from '@ringmaster/client';
import { type JobView, LIMITS, TERMINAL_STATES } from '@ringmaster/contracts';
import { sleep } from '@ringmaster/core';
import { uploadLocalData } from '../data/local-path.js';
import { EXIT } from '../exit-codes.js';
import { type FollowEnd, followJob } from '../follow/follow-job.js';
import { deadlineOf, type StopSignal } from '../follow/stop-signal.js';
import { type LocalCluster, startLocalCluster } from '../local-cluster/local-cluster.js';
import { callOptions } from '../session/call-options.js';
import type { VerbOutput } from '../session/session.js';
import { newJobId } from '../spec/job-id.js';
import { formatDuration } from '../terminal/format.js';
import { resumePoint } from '../verbs/spec-options.js';
import { clusterSize, countGpus, describeSize } from '../local-cluster/cluster-size.js';
import { exitCodeOfJob, runOutput } from './finish.js';
import type { RunRequest } from './run-on-cluster.js';

/** Runs on a cluster of its own and leaves no process behind: Ctrl-C and `--timeout` cancel the job. */
export async function runOnLocalCluster(
  request: RunRequest & {
    readonly workersWanted: number | undefined;
    readonly dataRoots: readonly string[];
    readonly allowCode: boolean;
  },
): Promise<VerbOutput> {
  const { session, document } = request;
  const { terminal, clock } = session;
  const size = clusterSize(document, {
    workers: request.workersWanted,
    cpus: availableParallelism(),
    gpus: await countGpus(document.workers.slots.device),
  });
  terminal.say(
    `no coordinator runs on ${session.home.root}: starting one for this run, with ${describeSize(size)}`,
  );
  const stop = deadlineOf(session);
  const unlisten = session.interrupts.listen(() => stop.interrupt());
  try {
    const startedMs = clock.monotonicMs();
    const cluster = await startLocalCluster({
      session,
      verb: 'run',
      size,
      cpuThreads: document.workers.slots.cpuThreads,
      dataRoots: request.dataRoots,
      allowCode: request.allowCode,
      signal: stop.signal,
    }).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
      return undefined;
    });
    if (cluster === undefined) return nothingRan(stop);
    terminal.say(
      `cluster ready in ${formatDuration(clock.monotonicMs() - startedMs)} at ${cluster.endpoint.url}`,
    );
    try {
      return await runAndWait(request, cluster, stop);
    } finally {
      await stopCluster(request, cluster);
    }
  } finally {
    unlisten();
    stop.dispose();
  }
}

function nothingRan(stop: StopSignal): VerbOutput {
  const exitCode = stop.hasTimedOut() ? EXIT.timeout : EXIT.interrupted;
  const why = stop.hasTimedOut() ? '--timeout has passed' : 'interrupted';
  return {
    data: { jobId: null, state: null, reason: `${why} before the job was submitted` },
    text: '',
    exitCode,
  };
}

async function runAndWait(
  { session, document: given, resume }: RunRequest,
  { client }: LocalCluster,
  stop: StopSignal,
): Promise<VerbOutput> {
  const { signal } = stop;
  const document = await uploadLocalData(session, client, { document: given, signal }).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error;
      return undefined;
    },
  );
  if (document === undefined) return nothingRan(stop);
  const submittedAt = session.clock.wallMs();
  const from = await resumePoint(client, resume);
  const { jobId } = await client.jobs.submit(
    { jobId: newJobId(document.name), document, ...(from && { resume: from }) },
    callOptions(session),
  );
  session.terminal.say(`job ${jobId}`);
  const end = await followJob({ session, client, jobId, stop });
  if (end.kind === 'ended') {
    await waitForOthers({ session, client, stop, since: submittedAt });
    return runOutput(session, client, { ...end, exitCode: exitCodeOfJob(end.job) });
  }
  const job = await cancelAndWait(session, client, { jobId, end });
  return runOutput(session, client, {
    job,
    exitCode: end.kind === 'timeout' ? EXIT.timeout : EXIT.interrupted,
  });
}

async function cancelAndWait(
  { terminal, clock }: RunRequest['session'],
  client: Client,
  { jobId, end }: { jobId: string; end: FollowEnd },
): Promise<JobView> {
  terminal.say(`${end.kind === 'timeout' ? '--timeout has passed' : 'interrupted'}: cancelling job ${jobId}`);
  let job = await client.jobs.cancel(jobId);
  const giveUpMs = clock.monotonicMs() + LIMITS.processStopMs;
  while (!TERMINAL_STATES.has(job.state) && clock.monotonicMs() < giveUpMs) {
    await sleep(clock, 100);
    job = await client.jobs.get(jobId);
  }
  return job;
}

/** Others may have submitted to this cluster while it was there: their jobs end before it goes. */
async function waitForOthers({
  session,
  client,
  stop,
  since,
}: {
  session: RunRequest['session'];
  client: Client;
  stop: StopSignal;
  since: number;
}): Promise<void> {
  for (let isFirst = true; !stop.signal.aborted; isFirst = false) {
    const jobs = await client.jobs.list({ limit: 100 });
    const others = jobs.filter(
      (job) => !TERMINAL_STATES.has(job.state) && Date.parse(job.submittedAt) >= since,
    );
    if (others.length === 0) return;
    if (isFirst)
      session.terminal.say(
        `waiting for jobs that others have submitted here: ${others.map((job) => job.jobId).join(', ')} (Ctrl-C: do not wait)`,
      );
    await sleep(session.clock, 1_000, stop.signal).catch(() => undefined);
  }
}

async function stopCluster({ session }: RunRequest, cluster: LocalCluster): Promise<void> {
  const { terminal } = session;
  const unlisten = session.interrupts.listen(() => terminal.say('still stopping the cluster'));
  try {
    const leftovers = await cluster.stop();
    terminal.say('cluster stopped');
    for (const process of leftovers)
      terminal.say(terminal.style.yellow(`had to end a process that was left over: ${process}`));
  } finally {
    unlisten();
  }
}
