import { connect } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';
import { targetOf } from '../http/listen-address.js';

/**
 * True when the host answers that nobody listens at this address: the process behind it is gone. False when somebody
 * does, and also when nothing comes back within `LIMITS.peerProbeMs`: that proves nothing.
 */
export function isNobodyThere(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(targetOf(address));
    const settle = (gone: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(gone);
    };
    const timer = setTimeout(() => settle(false), LIMITS.peerProbeMs);
    socket.once('connect', () => settle(false));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED'));
  });
}
