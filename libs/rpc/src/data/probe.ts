import { connect } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';

/**
 * True when the host answers that nobody listens at this address: the process behind it is gone. False when somebody
 * does, and also when nothing comes back within `LIMITS.peerProbeMs`: that proves nothing.
 */
export function isNobodyThere(address: string): Promise<boolean> {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(address.slice(at + 1)) });
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
