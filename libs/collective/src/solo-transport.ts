import { TrainError } from '@ringmaster/core';
import type { Membership, Transport } from './transport.js';

/** The transport of a rank that is alone: there is nobody to send to, and nobody to lose. */
export function soloTransport(membership: Membership): Transport {
  return {
    membership,
    send: (to) =>
      Promise.reject(new TrainError('peer_lost', `rank ${to} does not exist in a world of one rank`)),
    onFrame: () => undefined,
    onPeerLost: () => undefined,
    close: () => Promise.resolve(),
  };
}
