import type { Bench } from '../core/bench.js';
import { figuresOf } from '../core/figure.js';
import { Member } from '../core/member.js';
import type { Settings } from '../core/settings.js';
import { ownMember } from '../core/sides.js';
import { median, slope } from '../core/statistics.js';

const WORLD = 2;
const MB = 1_000_000;

interface Holding {
  /** Seconds since the start. */
  readonly x: number;
  readonly rssBytes: number;
  readonly tensors: number;
  readonly handles: number;
}

/** Minutes of steps of two workers: does anything grow? */
export const soak: Bench = {
  name: 'soak',
  summary: 'minutes of steps of two workers: memory, tensors and handles must stay flat',
  async run(settings, on) {
    const seconds = settings.quick ? 1 : settings.soakMinutes * 60;
    on.say(`soak: ${seconds} s of steps`);
    const { rates, holdings } = await soaked(settings, seconds);
    const facts = { bench: 'soak', threads: 1, processes: WORLD };
    // The first third warms caches and allocators up.
    const steady = holdings.slice(Math.floor(holdings.length / 3));
    const grows = (of: (holding: Holding) => number) =>
      slope(steady.map((holding) => ({ x: holding.x / 60, y: of(holding) })));
    const rss = steady.map(({ rssBytes }) => rssBytes / MB);
    const lower = { ...facts, better: 'lower' as const };
    for (const figure of [
      ...figuresOf({ ...facts, metric: 'throughput', unit: 'samples/s' }, rates),
      ...figuresOf({ ...lower, metric: 'rss', unit: 'MB' }, rss),
      ...figuresOf({ ...lower, metric: 'rss-growth', unit: 'MB/min' }, [grows((h) => h.rssBytes / MB)]),
      ...figuresOf({ ...lower, metric: 'tensors-growth', unit: 'tensors' }, [
        growth(steady, (h) => h.tensors),
      ]),
      ...figuresOf({ ...lower, metric: 'handles-growth', unit: 'handles' }, [
        growth(steady, (h) => h.handles),
      ]),
    ])
      on.figure(figure);
  },
};

/** Median of the last third less median of the first. */
function growth(holdings: readonly Holding[], of: (holding: Holding) => number): number {
  const third = Math.max(1, Math.floor(holdings.length / 3));
  return median(holdings.slice(-third).map(of)) - median(holdings.slice(0, third).map(of));
}

async function soaked(
  settings: Settings,
  seconds: number,
): Promise<{ readonly rates: readonly number[]; readonly holdings: readonly Holding[] }> {
  const specs = [0, 1].map(
    (rank) =>
      ({ kind: 'scaling', rank, world: WORLD, model: settings.quick ? 'mlp' : 'cnn', batch: 32 }) as const,
  );
  const members = specs.map((spec) => new Member(ownMember(settings, 1, spec)));
  const every = <T>(work: (member: Member) => Promise<T>) => Promise.all(members.map(work));
  const ask = async (steps: number) => {
    for (const member of members) member.tell({ type: 'measure', steps });
    return (await every((member) => member.expect('value', 120_000)))[0]?.value;
  };
  try {
    const addresses = (await every((member) => member.expect('address', 60_000))).map((line) => line.address);
    for (const member of members) member.tell({ type: 'peers', addresses });
    await every((member) => member.expect('ready', 120_000));
    const rates: number[] = [];
    const holdings: Holding[] = [];
    const started = performance.now();
    for (let x = 0; x < seconds || holdings.length < 3; x = (performance.now() - started) / 1_000) {
      rates.push(Number(await ask(settings.quick ? 2 : 40)));
      for (const member of members) member.tell({ type: 'measure', steps: 0 });
      const [line] = await every((member) => member.expect('holdings', 30_000));
      await every((member) => member.expect('value', 30_000));
      holdings.push({ ...(line as unknown as Omit<Holding, 'x'>), x });
    }
    return { rates, holdings };
  } finally {
    await every((member) => member.close());
  }
}
