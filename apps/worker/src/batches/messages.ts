import type { ErrorView } from '@ringmaster/contracts';
import type { DeliveredBatch, SharedPipeline } from '@ringmaster/data';
import type { BatchRequest } from '@ringmaster/training';

/** What a thread is started with. */
export interface BatchThreadData {
  readonly pipeline: SharedPipeline;
  /** One int32 in shared memory: requests of an earlier round are not wanted any more. */
  readonly round: SharedArrayBuffer;
}

export interface BatchOrder extends BatchRequest {
  readonly call: number;
  readonly round: number;
}

/** Neither batch nor error: it was not wanted any more. */
export interface BatchAnswer {
  readonly call: number;
  readonly batch?: DeliveredBatch;
  readonly error?: ErrorView;
}
