import type { Logger } from '@ringmaster/core';
import type { ListenAddress as Address } from '@ringmaster/rpc/http';

export interface ListenAddress extends Address {
  /** Tried first when `port` is 0: where the coordinator before listened, which running ranks still call. */
  readonly previousPort?: number;
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
