import { TrainError } from '@ringmaster/core';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Where a port is wanted. */
export interface PortWish {
  readonly host: string;
  /** Any, where they are not given. */
  readonly ports?: PortRange | undefined;
  /** Which end of the range is tried first. */
  readonly first: 'lowest' | 'highest';
  /** What it is for, for the message: `data-plane port`. */
  readonly what: string;
}

/**
 * Tries one port of the range after the other until `bind` takes one; 0 stands for any.
 * @throws TrainError `unavailable` with what `bind` said last, when it takes none
 */
export async function bindWithin(
  { host, ports, first, what }: PortWish,
  bind: (port: number) => Promise<number>,
): Promise<number> {
  const { from, to } = ports ?? { from: 0, to: 0 };
  let cause: unknown;
  for (let tried = 0; tried <= to - from; tried++) {
    try {
      return await bind(first === 'lowest' ? from + tried : to - tried);
    } catch (error) {
      cause = error;
    }
  }
  const where = ports ? `ports ${from}-${to} of ${host}` : host;
  throw new TrainError('unavailable', `no ${what} can be bound on ${where}; see --data-ports`, { cause });
}
