import type { FaultRow } from '../fault-row.js';
import { noPartitionsBecause, type Partition, runPartition } from '../partition.js';

/** Another worker's host. */
const other = ({ host }: Partition): number => (host % 3) + 1;

export const oneWay: FaultRow = {
  row: 5,
  name: 'one-way',
  fault: 'what one host sends to another is lost, while everything else arrives',
  invariant:
    'one of the two leaves, the others go on; no step is applied by half; the bits of the undisturbed run',
  runs: 3,
  bounds: { noticedMs: { max: 3_000 } },
  obstacle: noPartitionsBecause,
  run: (ground, { rng }) =>
    runPartition(ground, rng, {
      begin: (cut) => cut.spread.hosts.lose(cut.host, other(cut)),
      mend: (cut) => cut.spread.hosts.find(cut.host, other(cut)),
    }),
};
