import { noPartitionsBecause, runPartition } from '../partition.js';
import type { FaultRow } from '../fault-row.js';

export const partition: FaultRow = {
  row: 4,
  name: 'partition',
  fault: 'one host of three loses its network, both ways, and gets it back when the others have gone on',
  invariant: 'the majority goes on; the minority writes nothing; the bits of the undisturbed run',
  runs: 3,
  bounds: { noticedMs: { max: 3_000 } },
  obstacle: noPartitionsBecause,
  run: (ground, { rng }) =>
    runPartition(ground, rng, {
      begin: ({ spread, host }) => spread.hosts.unplug(host),
      mend: ({ spread, host }) => spread.hosts.plug(host),
    }),
};
