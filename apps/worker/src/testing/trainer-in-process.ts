import { silentLogger, systemClock } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { memoryCheckpointStore } from '@ringmaster/testkit';
import { resolveJob, type StoredFile } from '@ringmaster/training';
import type { Assignment, FromTrainer, ToTrainer } from '../ipc/messages.js';
import type { AgentChannel } from '../trainer/channel.js';
import { serveJobs } from '../trainer/serve-jobs.js';

/** An agent at the other end of the line, in this process. */
function agentLine() {
  const said: FromTrainer[] = [];
  let toTrainer = (_message: ToTrainer): void => undefined;
  let wake = (): void => undefined;
  const channel: AgentChannel = {
    say: (message) => {
      said.push(message);
      wake();
    },
    sayLast: async (message) => channel.say(message),
    onMessage: (listener) => (toTrainer = listener),
    onClosed: () => undefined,
  };
  return {
    channel,
    said,
    order: (message: ToTrainer) => toTrainer(message),
    async heard<T extends FromTrainer['type']>(type: T): Promise<Extract<FromTrainer, { type: T }>> {
      for (;;) {
        const failure = said.find((message) => message.type === 'failed');
        if (failure && type !== 'failed') throw new Error(`the trainer failed: ${JSON.stringify(failure)}`);
        const found = said.find((message) => message.type === type);
        if (found) return found as Extract<FromTrainer, { type: T }>;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/**
 * A trainer with its real engine in this process, for worlds of one; what it publishes stays in memory.
 * @param dataRoots directories of data sets by name
 */
export async function startTrainer(dataRoots: Readonly<Record<string, string>> = {}) {
  const line = agentLine();
  const files: StoredFile[] = [];
  const checkpoints = memoryCheckpointStore();
  const exits: number[] = [];
  serveJobs({
    config: {
      device: 'auto',
      cpuThreads: 1,
      datasetsDir: '/nowhere',
      dataRoots: { ...dataRoots },
      dataCacheDir: '/nowhere',
      dataCacheBytes: 1,
      spoolDir: '/nowhere',
      tlsDir: '/nowhere',
      listenHost: '127.0.0.1',
      advertiseHost: '127.0.0.1',
    },
    engine: await loadEngine({ prefer: 'cpu' }),
    networkEntry: new URL('file:///not-needed-by-a-world-of-one'),
    batchesEntry: new URL('file:///not-needed-without-threads'),
    stores: () => ({
      checkpoints: () => checkpoints,
      spool: memoryCheckpointStore(),
      keepAudit: () => undefined,
      sink: { put: async (file) => void files.push(file) },
    }),
    channel: line.channel,
    clock: systemClock,
    logger: silentLogger,
    exit: (code) => exits.push(code),
  });
  return { ...line, files, checkpoints, exits };
}

/** Of a job that never has a second rank: this process has no network thread. */
export function assignment(document: object, resumeFrom = ''): Assignment {
  return {
    jobId: 'job-one',
    attempt: 1,
    rank: 0,
    world: 1,
    generation: { epoch: 1, n: 1, nonce: 'n' },
    jobJson: JSON.stringify(resolveJob({ ...document, workers: { min: 1, max: 1 } })),
    jobSecret: new Uint8Array(32),
    artifactsUrl: 'http://127.0.0.1:1',
    artifactsToken: 't',
    resumeFrom,
    slot: 0,
  };
}

/** The first generation, of this rank alone unless others are named. */
export const go = (peers = [{ rank: 0, address: '' }]): ToTrainer => ({
  type: 'go',
  generation: { epoch: 1, n: 1, nonce: 'n' },
  peers,
  source: 0,
  behind: [],
});
