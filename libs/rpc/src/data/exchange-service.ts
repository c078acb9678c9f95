import type { ServiceDefinition } from '@grpc/grpc-js';

const raw = (bytes: Buffer): Buffer => bytes;

/**
 * gRPC's description of the data plane (proto/ringmaster/v1/data.proto). Everything stays bytes here: requests are
 * read only after their proof was checked, frames have a codec of their own.
 */
export const exchangeService = {
  pull: {
    path: '/ringmaster.v1.Exchange/Pull',
    requestStream: false,
    responseStream: true,
    requestSerialize: raw,
    requestDeserialize: raw,
    responseSerialize: raw,
    responseDeserialize: raw,
  },
  pullState: {
    path: '/ringmaster.v1.Exchange/PullState',
    requestStream: false,
    responseStream: true,
    requestSerialize: raw,
    requestDeserialize: raw,
    responseSerialize: raw,
    responseDeserialize: raw,
  },
  ping: {
    path: '/ringmaster.v1.Exchange/Ping',
    requestStream: false,
    responseStream: false,
    requestSerialize: raw,
    requestDeserialize: raw,
    responseSerialize: raw,
    responseDeserialize: raw,
  },
} satisfies ServiceDefinition;
