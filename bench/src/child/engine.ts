import { loadEngine } from '@ringmaster/engine';
import type { Channel } from './channel.js';

/** Says what training computes with here. */
export async function run(
  channel: Channel,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { fingerprint } = await loadEngine({ prefer: 'cpu', env });
  channel.say({ type: 'engine', backend: fingerprint.backend, version: fingerprint.tensorflow });
}
