import { comparePositions } from '@ringmaster/core';
import type { NextGeneration, Regroup, Seal } from '@ringmaster/training';
import type { OpenExchanges } from '../exchange/memory-exchanges.js';

export type InProcessMembers = ReturnType<typeof inProcessMembers>;

/**
 * Forms the next generation of everybody who has sealed, as soon as as many as are expected have. `open` makes the exchanges of
 * a world of that size; `first` are those that the run began with.
 */
export function inProcessMembers(first: OpenExchanges, open: (world: number) => OpenExchanges) {
  let exchanges = first;
  let waiting: { readonly seal: Seal | undefined; resolve(next: NextGeneration | undefined): void }[] = [];
  let expected = Infinity;
  const form = async (): Promise<void> => {
    if (waiting.length < expected) return;
    const members = waiting;
    waiting = [];
    exchanges = open(members.length);
    const sealed = members.flatMap(({ seal }) => seal ?? []);
    const top = sealed.reduce((a, b) => (comparePositions(a.position, b.position) >= 0 ? a : b));
    for (const [rank, { seal, resolve }] of members.entries()) {
      const isBehind = !seal || comparePositions(seal.position, top.position) < 0;
      const exchange = exchanges.exchanges[rank];
      if (exchange) resolve({ exchange, ...(isBehind && { handover: await top.handover() }) });
    }
  };
  const wait = (seal: Seal | undefined) =>
    new Promise<NextGeneration | undefined>((resolve) => {
      waiting.push({ seal, resolve });
      void form();
    });
  return {
    regroup: { next: wait } satisfies Regroup,
    join: () => wait(undefined),
    expect: (count: number) => {
      expected = count;
      return form();
    },
    kill: (rank: number) => exchanges.kill(rank),
  };
}
