import { DrainRequest, type WorkerView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { currentAttempt, isLive } from '@ringmaster/scheduling';
import type { FastifyRequest } from 'fastify';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

/** Handlers about the machines that train. */
export function workerRoutes(parts: HttpParts) {
  const views = () => {
    const holders = slotHolders(parts);
    return withExclusions(
      parts,
      parts.workers((agentId, slot) => holders.get(`${agentId}/${slot}`)),
    );
  };
  return {
    workers: async () => ({ workers: views() }),
    drainWorker: async (request: FastifyRequest) => {
      const { id } = request.params as { id: string };
      parts.drainWorker(id, parsed(DrainRequest, request.body ?? {}, 'request'));
      const view = views().find(({ agentId }) => agentId === id);
      if (!view) throw new TrainError('not_found', `worker ${id} has just left`);
      return view;
    },
  };
}

function withExclusions({ facts, clock }: HttpParts, workers: readonly WorkerView[]): readonly WorkerView[] {
  const excluded = new Map(facts.exclusions().map((one) => [one.agentId, one]));
  return workers.map((worker) => {
    const found = excluded.get(worker.agentId);
    if (!found) return worker;
    const until = new Date(clock.wallMs() + found.untilMs - clock.monotonicMs()).toISOString();
    return { ...worker, excluded: { until, reason: found.reason } };
  });
}

function slotHolders({ store }: HttpParts): ReadonlyMap<string, { jobId: string; rank: number }> {
  const holders = new Map<string, { jobId: string; rank: number }>();
  for (const record of store.running())
    for (const rank of currentAttempt(record)?.ranks ?? [])
      if (isLive(rank)) holders.set(`${rank.agentId}/${rank.slot}`, { jobId: record.jobId, rank: rank.rank });
  return holders;
}
