import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import type { Bench } from '../core/bench.js';
import { figuresOf } from '../core/figure.js';
import type { Settings } from '../core/settings.js';
import { peerEnvironment, requirePython } from '../core/sides.js';
import { type BenchCluster, coldRun, openCluster } from './startup-cluster.js';

/** Seconds from a user's command to the end of the first training step. */
export const startup: Bench = {
  name: 'startup',
  summary:
    'submit to first step done, with a warm cluster and from nothing, against a torch script and torchrun',
  async run(settings, on) {
    const rounds = settings.quick ? 1 : settings.rounds;
    on.say('starting a cluster');
    const cluster = await openCluster(settings);
    const times = {
      warm: [] as number[],
      cold: [] as number[],
      script: [] as number[],
      torchrun: [] as number[],
    };
    try {
      for (let round = 0; round < rounds; round++) {
        on.say(`startup: round ${round + 1} of ${rounds}`);
        times.warm.push(await warmStart(cluster));
        times.cold.push(await coldRun(settings));
        if (!settings.peers) continue;
        times.script.push(await peerStart(settings, []));
        times.torchrun.push(await peerStart(settings, ['-m', 'torch.distributed.run', '--nproc-per-node=1']));
      }
    } finally {
      await cluster.close();
    }
    const facts = { bench: 'startup', unit: 's', threads: 1, processes: 1, better: 'lower' as const };
    const peers = new Map(
      settings.peers
        ? ([
            ['torch-script', times.script],
            ['torchrun', times.torchrun],
          ] as const)
        : [],
    );
    for (const figure of [
      ...figuresOf({ ...facts, metric: 'warm' }, times.warm, peers),
      ...figuresOf({ ...facts, metric: 'cold' }, times.cold, peers),
    ])
      on.figure(figure);
  },
};

async function warmStart(cluster: BenchCluster): Promise<number> {
  const started = performance.now();
  await cluster.firstStep();
  const seconds = (performance.now() - started) / 1_000;
  await cluster.idle();
  return seconds;
}

/** From the start of the interpreter to the line that the script prints after its first step. */
function peerStart(settings: Settings, launcher: readonly string[]): Promise<number> {
  const script = join(settings.places.peerScripts, 'startup_torch.py');
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(requirePython(settings), [...launcher, script], {
      env: { ...settings.env, ...peerEnvironment(settings, 1) },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 120_000,
    });
    let seconds: number | undefined;
    child.stdout.on('data', () => (seconds ??= (performance.now() - started) / 1_000));
    child.on('error', reject);
    child.on('close', (code) => {
      if (seconds === undefined)
        reject(new TrainError('unavailable', `the peer's script ended with ${code} before its first step`));
      else resolve(seconds);
    });
  });
}
