import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import type { ChildSpec } from '../child/spec.js';
import { type Contender, startGroup } from './contender.js';
import type { MemberOptions } from './member.js';
import type { Settings } from './settings.js';

/** Name of our side in every comparison. */
export const OURS = 'ringmaster';

/** The switches under which a trainer computes (apps/worker), with the given number of threads. */
const ourThreads = (threads: number) => ({
  TF_NUM_INTRAOP_THREADS: String(threads),
  TF_NUM_INTEROP_THREADS: '1',
  OMP_NUM_THREADS: String(threads),
  TF_DETERMINISTIC_OPS: '1',
  TF_ENABLE_ONEDNN_OPTS: '1',
  TF_CPP_MIN_LOG_LEVEL: '2',
  CUDA_VISIBLE_DEVICES: '-1',
});

export interface OwnGroup {
  readonly name?: string;
  readonly threads: number;
  /** One a process. */
  readonly specs: readonly ChildSpec[];
}

/** Our own processes. */
export const startOwn = (settings: Settings, o: OwnGroup): Promise<Contender> =>
  startGroup({ name: o.name ?? OURS, members: o.specs.map((spec) => ownMember(settings, o.threads, spec)) });

export const ownMember = ({ places, env }: Settings, threads: number, spec: ChildSpec): MemberOptions => ({
  name: `${OURS} (${spec.kind})`,
  command: process.execPath,
  args: [places.child, JSON.stringify(spec)],
  env: { ...env, ...ourThreads(threads) },
});

export interface PeerGroup {
  readonly name: string;
  readonly script: string;
  readonly threads: number;
  /** One a process; `threads` is added. */
  readonly specs: readonly object[];
}

/** A peer's processes. @throws TrainError `unavailable` when the peers are not set up */
export function startPeer(settings: Settings, o: PeerGroup): Promise<Contender> {
  const member = (spec: object): MemberOptions => ({
    name: o.name,
    command: requirePython(settings),
    args: [join(settings.places.peerScripts, o.script), JSON.stringify({ ...spec, threads: o.threads })],
    env: { ...settings.env, ...peerEnvironment(settings, o.threads) },
  });
  return startGroup({ name: o.name, members: o.specs.map(member) });
}

/** As many threads as our side; compilers keep their results, so that a second run does not compile again. */
export const peerEnvironment = ({ places }: Settings, threads: number): Record<string, string> => ({
  OMP_NUM_THREADS: String(threads),
  TF_NUM_INTRAOP_THREADS: String(threads),
  CUDA_VISIBLE_DEVICES: '-1',
  TORCHINDUCTOR_CACHE_DIR: places.compilerCache,
  PYTHONDONTWRITEBYTECODE: '1',
});

export function requirePython({ places }: Settings): string {
  if (places.python !== undefined) return places.python;
  throw new TrainError('unavailable', 'the peers are not set up: run `npm run bench:peers:setup` first');
}
