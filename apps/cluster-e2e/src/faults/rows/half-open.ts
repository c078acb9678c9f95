import type { FaultRow } from '../fault-row.js';
import { noPartitionsBecause, runPartition } from '../partition.js';

export const halfOpen: FaultRow = {
  row: 6,
  name: 'half-open',
  fault: 'a host vanishes without a word: no network, then all of its processes are killed',
  invariant:
    'nothing waits for it longer than its deadline; the others go on; the bits of the undisturbed run',
  runs: 3,
  bounds: { noticedMs: { max: 3_000 } },
  obstacle: noPartitionsBecause,
  run: (ground, { rng }) =>
    runPartition(ground, rng, {
      begin: ({ spread, host }) => {
        spread.hosts.unplug(host);
        spread.killHost(host);
      },
      mend: async ({ spread, host }) => {
        spread.hosts.plug(host);
        await spread.startWorker(host);
      },
    }),
};
