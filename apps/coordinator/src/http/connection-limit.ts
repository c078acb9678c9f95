import type { Server, Socket } from 'node:net';
import type { Logger } from '@ringmaster/core';

/** How a connection stands: nobody's yet, that of a known caller who asks nothing now, or in the middle of a known caller's request. */
type Standing = 'unknown' | 'idle' | 'busy';

interface Connection {
  readonly socket: Socket;
  standing: Standing;
}

export interface ConnectionLimit {
  /** A caller with a token that counts has begun a request on it. */
  busy(socket: Socket): void;
  /** The request is over. */
  idle(socket: Socket): void;
}

export interface ConnectionLimitOptions {
  readonly server: Server;
  /** Connections at once. */
  readonly most: number;
  readonly logger: Logger;
}

/**
 * Keeps a server's connections few enough. One too many ends the oldest one that no known caller uses: connections that
 * are opened for their own sake cannot keep out who comes with a token. When all are in use the new one is ended.
 */
export function limitConnections({ server, most, logger }: ConnectionLimitOptions): ConnectionLimit {
  // In the order in which they came, or were last used. By address: under TLS a request names another socket object.
  const connections = new Map<string, Connection>();
  let ended = 0;

  const oldest = (standing: Standing): Connection | undefined =>
    [...connections.values()].find((connection) => connection.standing === standing);

  server.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    socket.once('close', () => connections.delete(key));
    connections.set(key, { socket, standing: 'unknown' });
    if (connections.size <= most) return;
    const victim = oldest('unknown')?.socket ?? socket;
    const other = victim === socket ? oldest('idle')?.socket : undefined;
    const leaving = other ?? victim;
    connections.delete(keyOf(leaving));
    leaving.destroy();
    ended += 1;
    // Powers of ten: a flood must not fill the log.
    if (Number.isInteger(Math.log10(ended)))
      logger.warn('too many connections; one was ended', { most, ended });
  });

  const stand = (socket: Socket, standing: Standing) => {
    const key = keyOf(socket);
    const connection = connections.get(key);
    if (connection === undefined) return;
    connections.delete(key);
    connections.set(key, { ...connection, standing });
  };
  return {
    busy: (socket) => stand(socket, 'busy'),
    idle: (socket) => stand(socket, 'idle'),
  };
}

const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
