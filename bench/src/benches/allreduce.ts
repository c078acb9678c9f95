import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Bench } from '../core/bench.js';
import { compare, withContenders } from '../core/compare.js';
import type { Settings } from '../core/settings.js';
import { OURS, startOwn, startPeer } from '../core/sides.js';

const MB = 1_000_000;
/** Bytes of the vector, and all-reduces a round. */
const SIZES = [
  { bytes: MB, times: 40 },
  { bytes: 10 * MB, times: 8 },
  { bytes: 100 * MB, times: 2 },
] as const;

/** Vectors summed over the ranks of one host: algorithm bandwidth, bytes of the vector a second. */
export const allreduce: Bench = {
  name: 'allreduce',
  summary: 'float32 vectors summed over processes of one host, against gloo and bare TCP in Node',
  async run(settings, on) {
    const sizes = settings.quick ? [{ bytes: MB, times: 2 }] : SIZES;
    for (const processes of settings.quick ? [2] : [2, 4])
      for (const { bytes, times } of sizes) {
        const metric = `${bytes / MB}MB-${processes}ranks`;
        const facts = { bench: 'allreduce', metric, unit: 'bytes/s', threads: 1, processes };
        await withContenders(on, sides(settings, processes, bytes), (contenders) =>
          compare(contenders, { facts, request: { bytes, times }, settings, on }),
        );
      }
  },
};

export const ranksOf = (world: number): readonly number[] => Array.from({ length: world }, (_, rank) => rank);

/** A file through which the ranks of torch.distributed find each other; it must not exist yet. */
export const rendezvousFile = ({ places }: Settings): string =>
  join(places.scratch, `rendezvous-${randomBytes(6).toString('hex')}`);

function sides(settings: Settings, world: number, bytes: number) {
  const threads = 1;
  const ranks = ranksOf(world);
  const own = (kind: 'allreduce' | 'allreduce-tcp', name: string) => ({
    name,
    start: () =>
      startOwn(settings, { name, threads, specs: ranks.map((rank) => ({ kind, rank, world, bytes })) }),
  });
  const gloo = () => {
    const rendezvous = rendezvousFile(settings);
    const specs = ranks.map((rank) => ({ rank, world, rendezvous }));
    return startPeer(settings, { name: 'gloo', script: 'allreduce_gloo.py', threads, specs });
  };
  return [
    own('allreduce', OURS),
    own('allreduce-tcp', 'node-tcp'),
    ...(settings.peers ? [{ name: 'gloo', start: gloo }] : []),
  ];
}
