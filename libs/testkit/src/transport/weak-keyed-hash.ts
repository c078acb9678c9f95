import type { KeyedHash } from '@ringmaster/collective';
import { mix32 } from '@ringmaster/core';

/** A keyed hash for tests that stay off any crypto library: another key or message gives other bytes, nothing more. */
export const weakKeyedHash: KeyedHash = (key, message) => {
  const out = new Uint8Array(32);
  const view = new DataView(out.buffer);
  for (let lane = 0; lane < 8; lane++) {
    const absorb = (state: number, byte: number) => mix32(state, byte, lane);
    view.setUint32(4 * lane, message.reduce(absorb, key.reduce(absorb, lane)));
  }
  return out;
};
