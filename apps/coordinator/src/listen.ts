import { type Logger, TrainError } from '@ringmaster/core';

/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Tried first when `port` is 0: where the coordinator before listened, which running ranks still call. */
  readonly previousPort?: number;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads `host:port`.
 * @throws TrainError `invalid` unless it is a loopback address: without TLS nothing else may listen
 */
export function parseListen(text: string, flag: string): ListenAddress {
  const match = /^(\[[0-9a-f:]+\]|[^:\s]+):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (!match?.[1] || port > 65_535)
    throw new TrainError('invalid', `${flag}: "${text}" is not host:port, for example 127.0.0.1:7070`);
  const host = match[1].replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (!LOOPBACK.has(host))
    throw new TrainError(
      'invalid',
      `${flag}: ${host} is not a loopback address; listening off loopback needs TLS, which this version does not have. Use 127.0.0.1, and a tunnel for other hosts`,
    );
  return { host, port };
}

/** Binds the asked port; for port 0 the previous one, or a free one when that is taken. */
export async function bindWithFallback<T>(
  { port, previousPort }: ListenAddress,
  logger: Logger,
  bind: (port: number) => Promise<T>,
): Promise<T> {
  if (port !== 0 || previousPort === undefined) return bind(port);
  try {
    return await bind(previousPort);
  } catch (error) {
    logger.warn(
      'the port of the coordinator before is taken; ranks that still call it will fail and be retried',
      {
        port: previousPort,
        error: String(error),
      },
    );
    return bind(0);
  }
}
