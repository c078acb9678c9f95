import type { Membership } from '@ringmaster/collective';
import { createRankNetwork } from '@ringmaster/rpc';
import { planBuckets } from '@ringmaster/collective';
import { silentLogger } from '@ringmaster/core';
import type { RankNetwork, StepExchange } from '@ringmaster/training';
import type { Channel } from './channel.js';

/** All ranks of a bench are children of one process, which nobody else talks to. */
export const BENCH_SECRET = new Uint8Array(32).fill(7);

export const benchMembership = (rank: number, world: number): Membership => ({
  jobId: 'bench',
  attempt: 1,
  generation: { epoch: 1, n: 1, nonce: 'bench' },
  rank,
  world,
});

export const peersOf = (addresses: readonly string[], rank: number) =>
  addresses.map((address, peer) => ({ rank: peer, address })).filter((peer) => peer.rank !== rank);

/** The exchange of a real trainer: network thread, gRPC, canonical sums. One shard a rank. */
export async function openExchange(
  o: { readonly rank: number; readonly world: number; readonly vectorLength: number },
  channel: Channel,
): Promise<{ readonly exchange: StepExchange; readonly network: RankNetwork }> {
  const { rank, world, vectorLength } = o;
  const membership = benchMembership(rank, world);
  const { jobId, attempt } = membership;
  const network = await createRankNetwork({
    networkEntry: new URL('./network.js', import.meta.url),
    jobId,
    attempt,
    jobSecret: BENCH_SECRET,
    shards: world,
    vectorLength,
    buckets: planBuckets(vectorLength),
    listenHost: '127.0.0.1',
    advertiseHost: '127.0.0.1',
    alone: world === 1,
    logger: silentLogger,
  });
  const addresses = world === 1 ? [] : await channel.meet(network.dataAddress);
  const peers = peersOf(addresses, rank);
  const exchange = await network.join(membership, peers, AbortSignal.timeout(60_000));
  return { exchange, network };
}
