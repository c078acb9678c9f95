import type { Bucket, Membership, StepDeadline } from '@ringmaster/collective';
import type { ErrorView, Reduce } from '@ringmaster/contracts';
import type { LogLevel } from '@ringmaster/core';
import type { TlsIdentity } from '../tls/tls-identity.js';
import type { PortRange } from '../port-range.js';
import type { PeerTrouble } from '@ringmaster/training';
import type { Peer } from '@ringmaster/training';

/** One set of buffers as shared memory. */
export interface SharedBufferSet {
  readonly leaves: readonly { readonly shard: number; readonly memory: SharedArrayBuffer }[];
  readonly result: SharedArrayBuffer;
}

/** What the network thread is started with. */
export interface NetworkThreadData {
  readonly jobId: string;
  readonly attempt: number;
  readonly jobSecret: Uint8Array;
  readonly shards: number;
  readonly vectorLength: number;
  readonly buckets: readonly Bucket[];
  readonly reduce: Reduce | undefined;
  readonly deadline: StepDeadline;
  readonly listenHost: string;
  readonly ports: PortRange | undefined;
  readonly advertiseHost: string;
  readonly tls: TlsIdentity | undefined;
}

/** Main thread → network thread. A port keeps the order of messages, and what was written to shared memory before one
 * is seen by whoever receives it. */
export type Command =
  | {
      readonly type: 'join';
      readonly call: number;
      readonly membership: Membership;
      readonly peers: readonly Peer[];
      /** Absent where there is nobody to exchange with. */
      readonly buffers?: readonly [SharedBufferSet, SharedBufferSet];
    }
  | { readonly type: 'begin'; readonly step: number }
  | { readonly type: 'contribute'; readonly shard: number }
  | { readonly type: 'finish'; readonly call: number; readonly records: readonly Uint8Array[] }
  | {
      readonly type: 'exchangeRecords';
      readonly call: number;
      readonly step: number;
      readonly records: readonly Uint8Array[];
    }
  /** Leave the present generation. */
  | { readonly type: 'seal'; readonly call: number }
  | { readonly type: 'offer'; readonly membership: Membership; readonly state: SharedArrayBuffer }
  | {
      readonly type: 'pullState';
      readonly call: number;
      readonly membership: Membership;
      readonly source: Peer;
    }
  | { readonly type: 'close'; readonly call: number }
  /** The call's caller does not wait any more. */
  | { readonly type: 'abort'; readonly call: number };

/** What a call may bring back. */
export interface CallResult {
  readonly records?: readonly (readonly Uint8Array[])[];
  readonly troubles?: readonly PeerTrouble[];
  readonly state?: Uint8Array;
}

/** Network thread → main thread. */
export type Report =
  | { readonly type: 'listening'; readonly dataAddress: string }
  | { readonly type: 'startFailed'; readonly error: ErrorView }
  | { readonly type: 'done'; readonly call: number; readonly result: CallResult }
  | { readonly type: 'failed'; readonly call: number; readonly error: ErrorView }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };
