import type { Bucket, Membership, StepDeadline } from '@ringmaster/collective';
import type { ErrorView, Reduce } from '@ringmaster/contracts';
import type { LogLevel } from '@ringmaster/core';
import type { PortRange } from './exchange-server.js';
import type { Peer } from './pulling-client.js';

/** One set of buffers as shared memory. */
export interface SharedBufferSet {
  readonly leaves: readonly { readonly shard: number; readonly memory: SharedArrayBuffer }[];
  readonly result: SharedArrayBuffer;
}

/** What the network thread is started with. */
export interface NetworkThreadData {
  readonly membership: Membership;
  readonly jobSecret: Uint8Array;
  readonly shards: number;
  readonly vectorLength: number;
  readonly buckets: readonly Bucket[];
  readonly reduce: Reduce | undefined;
  readonly deadline: StepDeadline;
  readonly listenHost: string;
  readonly ports: PortRange | undefined;
  readonly advertiseHost: string;
  readonly buffers: readonly [SharedBufferSet, SharedBufferSet];
}

/** Main thread → network thread. A port keeps the order of messages, and what was written to shared memory before one
 * is seen by whoever receives it. */
export type Command =
  | { readonly type: 'connect'; readonly call: number; readonly peers: readonly Peer[] }
  | { readonly type: 'begin'; readonly step: number }
  | { readonly type: 'contribute'; readonly shard: number }
  | { readonly type: 'finish'; readonly call: number; readonly records: readonly Uint8Array[] }
  | {
      readonly type: 'exchangeRecords';
      readonly call: number;
      readonly step: number;
      readonly records: readonly Uint8Array[];
    }
  | { readonly type: 'close'; readonly call: number }
  /** The call's caller does not wait any more. */
  | { readonly type: 'abort'; readonly call: number };

/** Network thread → main thread. */
export type Report =
  | { readonly type: 'listening'; readonly dataAddress: string }
  | { readonly type: 'startFailed'; readonly error: ErrorView }
  | { readonly type: 'done'; readonly call: number; readonly records: readonly (readonly Uint8Array[])[] }
  | { readonly type: 'failed'; readonly call: number; readonly error: ErrorView }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };
