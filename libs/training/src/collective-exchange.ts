import type { VectorExchange } from '@ringmaster/collective';
import { assert, ownedShards } from '@ringmaster/core';
import type { ReducedStep, StepExchange } from './ports/step-exchange.js';
import { decodeRecord, encodeRecord, mergeRecords } from './record-codec.js';
import type { StepRecord } from './record.js';

/**
 * The step exchange over a collective: turns records into bytes and back, and merges them in the canonical tree. Each
 * rank gives one record for each of its shards, in shard order.
 */
export function collectiveExchange(vectors: VectorExchange): StepExchange {
  const merge = (gathered: readonly (readonly Uint8Array[])[]): StepRecord => {
    const records = gathered.flat().map(decodeRecord);
    assert(
      records.length === vectors.shards,
      `${records.length} records came together for ${vectors.shards} shards`,
    );
    return mergeRecords(records);
  };
  const { first, end } = ownedShards(vectors.membership, vectors.shards);
  return {
    rank: vectors.membership.rank,
    world: vectors.membership.world,
    owned: Array.from({ length: end - first }, (_, i) => first + i),
    leaf: (shard) => vectors.leaf(shard),
    begin: (step) => vectors.begin(step),
    contribute: (shard) => vectors.contribute(shard),
    finish: async (records, signal): Promise<ReducedStep> => {
      const gathered = await vectors.finish(records.map(encodeRecord), signal);
      return { vector: gathered.vector, record: merge(gathered.records) };
    },
    exchangeRecords: async (step, records, signal) =>
      merge(await vectors.exchangeRecords(step, records.map(encodeRecord), signal)),
    close: () => vectors.close(),
  };
}
