import type { Bench } from '../core/bench.js';
import { figuresOf } from '../core/figure.js';
import { openRecoveryCluster } from './recovery-cluster.js';
import { torchrunRecovery } from './recovery-torchrun.js';

/** Seconds from SIGKILL of one rank to the end of the next step. */
export const recovery: Bench = {
  name: 'recovery',
  summary:
    'one rank is killed: until the others have done the next step, against torchrun, which restarts all',
  async run(settings, on) {
    const rounds = settings.quick ? 1 : settings.rounds;
    const processes = settings.quick ? 2 : 4;
    on.say('starting a cluster');
    const cluster = await openRecoveryCluster(settings, processes);
    const [ours, torchrun]: [number[], number[]] = [[], []];
    try {
      for (let round = 0; round < rounds; round++) {
        on.say(`recovery: round ${round + 1} of ${rounds}`);
        ours.push(await cluster.recover());
        on.say(`recovery: ${ours.at(-1)?.toFixed(2)} s`);
        if (!settings.peers) continue;
        torchrun.push(await torchrunRecovery(settings, processes));
        on.say(`recovery: torchrun ${torchrun.at(-1)?.toFixed(2)} s`);
      }
    } finally {
      await cluster.close();
    }
    const facts = { bench: 'recovery', metric: 'killed-rank', unit: 's', threads: 1, processes };
    const peers = new Map(settings.peers ? [['torchrun', torchrun] as const] : []);
    for (const figure of figuresOf({ ...facts, better: 'lower' }, ours, peers)) on.figure(figure);
  },
};
