import { comparePositions } from '@ringmaster/core';
import type { NextGeneration, Regroup, Seal } from '@ringmaster/training';
import type { OpenExchanges } from '../exchange/memory-exchanges.js';

export type InProcessMembers = ReturnType<typeof inProcessMembers>;

interface Waiting {
  /** It keeps this number from generation to generation. */
  readonly number: number;
  readonly seal: Seal | undefined;
  resolve(next: NextGeneration | undefined): void;
}

/**
 * Forms the next generation of everybody who has sealed, as soon as as many as are expected have; whoever is behind, new, or
 * said to have drifted takes the state of one that is ahead. `open` makes the exchanges of a world of that size; `first`
 * are those that the run began with.
 */
export function inProcessMembers(first: OpenExchanges, open: (world: number) => OpenExchanges) {
  let exchanges = first;
  let present: readonly number[] = first.exchanges.map((_, rank) => rank);
  let waiting: Waiting[] = [];
  let expected = Infinity;
  const form = async (): Promise<void> => {
    if (waiting.length < expected) return;
    const members = waiting.sort((a, b) => a.number - b.number);
    waiting = [];
    exchanges = open(members.length);
    present = members.map(({ number }) => number);
    const drifted = driftedOf(members);
    const trusted = members.flatMap(({ number, seal }) => (seal && !drifted.has(number) ? [seal] : []));
    const top = trusted.reduce((a, b) => (comparePositions(a.position, b.position) >= 0 ? a : b));
    for (const [rank, { number, seal, resolve }] of members.entries()) {
      const isBehind = !seal || drifted.has(number) || comparePositions(seal.position, top.position) < 0;
      const exchange = exchanges.exchanges[rank];
      if (exchange) resolve({ exchange, ...(isBehind && { handover: await top.handover() }) });
    }
  };
  const wait = (number: number, seal: Seal | undefined) =>
    new Promise<NextGeneration | undefined>((resolve) => {
      waiting.push({ number, seal, resolve });
      void form();
    });
  return {
    /** Of the rank that began, or joined, under this number. */
    regroup: (number: number): Regroup => ({
      next: (seal) => wait(number, seal),
      numberOf: (rank) => present[rank] ?? rank,
    }),
    join: (number: number) => wait(number, undefined),
    expect: (count: number) => {
      expected = count;
      return form();
    },
    kill: (rank: number) => exchanges.kill(rank),
  };
}

function driftedOf(members: readonly Waiting[]): ReadonlySet<number> {
  const details = members.flatMap(({ seal }) => (seal?.cause?.code === 'replica_drift' ? [seal.cause] : []));
  return new Set(details.flatMap((cause) => cause.details?.['ranks'] as readonly number[]));
}
