import type { Bench } from '../core/bench.js';
import { compare, withContenders } from '../core/compare.js';
import type { Settings } from '../core/settings.js';
import { OURS, startOwn } from '../core/sides.js';

const MB = 1024 * 1024;
const ROUND_TRIPS_MS = [0, 2, 10] as const;

/** One stream of the data plane over a wire of a given length. */
export const stream: Bench = {
  name: 'stream',
  summary: 'one gRPC pull stream against bare TCP, through a delay proxy',
  async run(settings, on) {
    const bytes = (settings.quick ? 2 : 256) * MB;
    for (const roundTrip of settings.quick ? [2] : ROUND_TRIPS_MS) {
      const metric = `${roundTrip}ms-round-trip`;
      const facts = { bench: 'stream', metric, unit: 'bytes/s', threads: 1, processes: 2 };
      await withContenders(on, sides(settings, roundTrip / 2), (contenders) =>
        compare(contenders, { facts, request: { bytes }, settings, on }),
      );
    }
  },
};

const sides = (settings: Settings, delayMs: number) =>
  (['grpc', 'tcp'] as const).map((over) => {
    const name = over === 'grpc' ? OURS : 'node-tcp';
    const specs = [0, 1].map((rank) => ({ kind: 'stream' as const, over, delayMs, rank, world: 2 }));
    return { name, start: () => startOwn(settings, { name, threads: 1, specs }) };
  });
