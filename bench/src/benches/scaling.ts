import type { Bench, Listener } from '../core/bench.js';
import { peersMayFail, withContenders } from '../core/compare.js';
import type { Contender } from '../core/contender.js';
import { figuresOf } from '../core/figure.js';
import { interleave, type Rounds } from '../core/rounds.js';
import type { Settings } from '../core/settings.js';
import { OURS, startOwn, startPeer } from '../core/sides.js';
import type { ModelName } from '../models/model-names.js';
import { ranksOf, rendezvousFile } from './allreduce.js';

const BATCH = 128;
/** Steps of a round: about two seconds of one thread. */
const WORK: readonly { readonly model: ModelName; readonly steps: number }[] = [
  { model: 'cnn', steps: 30 },
  { model: 'resnet20', steps: 8 },
];
const QUICK = [{ model: 'mlp', steps: 1 }] as const;
const DDP = 'torch-ddp';
const alone = (name: string) => `${name}, one process`;

/**
 * From one worker to two, one thread each, with the same global batch. Efficiency is throughput of two ÷ twice the
 * throughput of one in the same round; absolute rates are told beside it.
 */
export const scaling: Bench = {
  name: 'scaling',
  summary: 'one worker to two, one thread each, fixed global batch of 128, against DDP with gloo',
  async run(settings, on) {
    for (const { model, steps } of settings.quick ? QUICK : WORK)
      await withContenders(on, sides(settings, model), async (contenders) => {
        on.say(
          `scaling ${model}: ${settings.rounds} rounds of ${contenders.map(({ name }) => name).join('; ')}`,
        );
        const request = { steps };
        tellFigures(
          model,
          await interleave(contenders, {
            rounds: settings.rounds,
            request,
            onFailure: peersMayFail(on),
          }),
          on,
        );
      });
  },
};

function sides(settings: Settings, model: ModelName) {
  const threads = 1;
  const own = (name: string, world: number) => ({
    // Without either of its two sides this bench has nothing to tell.
    name: OURS,
    start: (): Promise<Contender> =>
      startOwn(settings, {
        name,
        threads,
        specs: ranksOf(world).map((rank) => ({ kind: 'scaling', rank, world, model, batch: BATCH })),
      }),
  });
  const ddp = (name: string, world: number) => ({
    name,
    start: (): Promise<Contender> => {
      const rendezvous = rendezvousFile(settings);
      const specs = ranksOf(world).map((rank) => ({ rank, world, rendezvous, model, batch: BATCH }));
      return startPeer(settings, { name, script: 'scaling_ddp.py', threads, specs });
    },
  });
  const peers = settings.peers ? [ddp(alone(DDP), 1), ddp(DDP, 2)] : [];
  return [own(alone(OURS), 1), own(OURS, 2), ...peers];
}

function tellFigures(model: string, rounds: Rounds, on: Listener): void {
  const of = (name: string) => rounds.get(name) ?? [];
  const efficiency = (name: string) =>
    of(name).map((two, round) => two / (2 * (of(alone(name))[round] as number)));
  const hasPeer = of(DDP).length > 0 && of(alone(DDP)).length > 0;
  const peer = (values: readonly number[]) => new Map(hasPeer ? [[DDP, values] as const] : []);
  const facts = { bench: 'scaling', threads: 1 };
  const two = { ...facts, metric: `${model}-2workers`, unit: 'samples/s', processes: 2 };
  const one = { ...facts, metric: `${model}-1worker`, unit: 'samples/s', processes: 1 };
  const share = { ...facts, metric: `${model}-efficiency`, unit: 'of linear', processes: 2 };
  for (const figure of [
    ...figuresOf(one, of(alone(OURS)), peer(of(alone(DDP)))),
    ...figuresOf(two, of(OURS), peer(of(DDP))),
    ...figuresOf(share, efficiency(OURS), peer(hasPeer ? efficiency(DDP) : [])),
  ])
    on.figure(figure);
}
