import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobDocument, type JobView, type ResolvedJob } from '@ringmaster/contracts';
import { type Logger, silentLogger, systemClock } from '@ringmaster/core';
import type { JobLog, JobQueue, Quotas } from '@ringmaster/scheduling';
import {
  type ArtifactStore,
  backupOf,
  fileArtifacts,
  fileCheckpointStore,
  fileModelRegistry,
  openDataStore,
} from '@ringmaster/store';
import { memoryJobLog, memoryJobQueue, type MemoryLogStore } from '@ringmaster/testkit';
import { openTrail } from '../access/action-log.js';
import { openTokenBook } from '../access/token-book.js';
import { type Coordinator, createCoordinator } from '../coordinator.js';
import { openPins } from '../gc/pins.js';
import type { HttpLimits } from '../http/http-parts.js';
import { parsed } from '../http/parsed.js';
import { scriptedAgent, type ScriptedAgent, type ScriptedAgentOptions } from './scripted-agent.js';

export const TOKEN = 'test-token-0123456789';

/** The schema, and one rule over fields, as the real resolver has. */
export function resolveForTest(document: unknown): ResolvedJob {
  const job = parsed(JobDocument, document, 'document');
  return { ...job, training: { ...job.training, shards: job.training.shards ?? job.workers.max } };
}

export const sampleDocument = (more: Record<string, unknown> = {}) => ({
  version: 1,
  kind: 'train',
  name: 'digits',
  model: { name: 'lenet5' },
  data: { dataset: 'digits' },
  loss: 'sparseCategoricalCrossentropy',
  workers: { min: 2, max: 2 },
  ...more,
});

export interface TestCoordinator {
  readonly url: string;
  readonly coordinator: Coordinator;
  readonly artifacts: ArtifactStore;
  /** Everything that it keeps on disk; removed by `close`. */
  readonly directory: string;
  /** Saves a whole checkpoint, as a rank would. */
  checkpoint(jobId: string, step: number): Promise<void>;
  agent(agentId: string, more?: Partial<ScriptedAgentOptions>): Promise<ScriptedAgent>;
  call(
    method: string,
    path: string,
    more?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  submit(jobId: string, document?: unknown): Promise<JobView>;
  job(jobId: string): Promise<JobView>;
  until(jobId: string, claim: (job: JobView) => boolean): Promise<JobView>;
  /** Closes this coordinator without a word to the agents and starts the next one over the same log, queue and ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  readonly log?: JobLog;
  /** What the log in memory keeps, where no other one is given. */
  readonly memory?: MemoryLogStore;
  readonly queue?: JobQueue;
  readonly quotas?: Quotas;
  readonly httpLimits?: HttpLimits;
  readonly allowCode?: boolean;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** A whole coordinator on loopback, over a queue and a log in memory unless real ones are given. */
export async function testCoordinator(parts: Parts = {}): Promise<TestCoordinator> {
  const artifactsDir = await mkdtemp(join(tmpdir(), 'rm-coordinator-'));
  const artifacts = fileArtifacts(artifactsDir);
  const { logger = silentLogger } = parts;
  const pins = await openPins(join(artifactsDir, 'pins.json'));
  const { memory = new Map() } = parts;
  const agents: ScriptedAgent[] = [];
  const ports = { http: 0, control: 0 };
  let epoch = 0;

  const start = async (): Promise<Coordinator> =>
    createCoordinator({
      data: await openDataStore(join(artifactsDir, '.data')),
      homeDataSets: () => Promise.resolve([]),
      log: parts.log ?? memoryJobLog(memory),
      // A successor finds nobody's locks: the queue in memory belongs to one process.
      queue: parts.queue ?? memoryJobQueue(),
      artifacts,
      artifactsDir,
      isRemote: false,
      artifactStore: artifactsDir,
      pins,
      quotas: parts.quotas ?? {},
      httpLimits: parts.httpLimits,
      allowCode: parts.allowCode ?? false,
      backup: () => backupOf(artifactsDir),
      models: fileModelRegistry(join(artifactsDir, '.models')),
      token: TOKEN,
      tokens: await openTokenBook({
        file: join(artifactsDir, '.tokens.json'),
        homeToken: TOKEN,
        clock: systemClock,
      }),
      ...(await openTrail({ directory: join(artifactsDir, '.actions'), logger })),
      epoch: ++epoch,
      // The next one is to be above it.
      onLaterEpoch: (known) => void (epoch = Math.max(epoch, known)),
      resolve: resolveForTest,
      http: { host: '127.0.0.1', port: ports.http },
      control: { host: '127.0.0.1', port: ports.control },
      ready: async () => undefined,
      redis: () => 'none',
      clock: systemClock,
      logger,
    });

  const current = { coordinator: await start() };
  ports.http = Number(new URL(current.coordinator.url).port);
  ports.control = Number(current.coordinator.controlAddress.split(':')[1]);

  const call: TestCoordinator['call'] = (method, path, { body, headers } = {}) =>
    fetch(`${current.coordinator.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        // A kept connection would outlive the coordinator that a test restarts.
        connection: 'close',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const job = async (jobId: string) => (await (await call('GET', `/v1/jobs/${jobId}`)).json()) as JobView;

  return {
    get url() {
      return current.coordinator.url;
    },
    get coordinator() {
      return current.coordinator;
    },
    artifacts,
    directory: artifactsDir,
    checkpoint: (jobId, step) => {
      const files = [{ name: 'weights.safetensors', bytes: Buffer.from(`weights of step ${step}`) }];
      const { signal } = new AbortController();
      return fileCheckpointStore(artifacts, jobId).save(step, files, Buffer.from('{}'), signal);
    },
    call,
    job,
    async agent(agentId, more = {}) {
      const agent = scriptedAgent({
        address: () => current.coordinator.controlAddress,
        token: TOKEN,
        agentId,
        ...more,
      });
      agents.push(agent);
      await eventually(`agent ${agentId} is connected`, () => agent.connected);
      return agent;
    },
    async submit(jobId, document = sampleDocument()) {
      const response = await call('POST', '/v1/jobs', { body: { jobId, document } });
      if (response.status >= 300)
        throw new Error(`submit answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as JobView;
    },
    async until(jobId, claim) {
      let view = await job(jobId);
      await eventually(
        () => `job ${jobId}: ${JSON.stringify(view)}`,
        async () => claim((view = await job(jobId))),
      );
      return view;
    },
    async restart() {
      await current.coordinator.close();
      current.coordinator = await start();
    },
    async close() {
      await Promise.all(agents.map((agent) => agent.leave()));
      await current.coordinator.close();
      await rm(artifactsDir, { recursive: true, force: true });
    },
  };
}

export async function eventually(
  what: string | (() => string),
  claim: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await claim())) {
    if (performance.now() > end)
      throw new Error(`not true within ${withinMs} ms: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
