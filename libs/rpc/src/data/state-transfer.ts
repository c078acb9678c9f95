import { createHmac } from 'node:crypto';
import { Client, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Membership } from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, generationName, TrainError } from '@ringmaster/core';
import { fromGrpcStatus } from '../status.js';
import { secured } from '../tls/grpc-credentials.js';
import { type Credentials, signedPull } from './admission.js';
import { PULL_OPTIONS } from './channel-options.js';
import { exchangeService } from './exchange-service.js';
import { sameBytes } from './hmac-sha256.js';
import type { PullCall } from './outgoing-stream.js';
import type { Peer } from '@ringmaster/training';

/** The first message: how many bytes follow (float64, little-endian), and an HMAC-SHA-256 over them and their purpose. */
const LENGTH_BYTES = 8;

/** Sends a rank's state to one that is behind, as fast as it reads. */
export async function serveState(
  call: PullCall,
  state: Uint8Array,
  own: Credentials,
  to: number,
): Promise<void> {
  call.sendMetadata(new Metadata());
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeDoubleLE(state.byteLength);
  call.write(Buffer.concat([length, sealOf(state, own, { from: own.membership.rank, to })]));
  for (let at = 0; at < state.byteLength && !call.cancelled; at += LIMITS.frameBytes) {
    // A copy: what is written may still wait in the stream when the state's memory is given up.
    const piece = Buffer.from(state.subarray(at, at + LIMITS.frameBytes));
    if (!call.write(piece)) await drained(call);
  }
  call.end();
}

const drained = (call: PullCall): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      call.off('drain', done);
      call.off('cancelled', done);
      resolve();
    };
    call.on('drain', done);
    call.on('cancelled', done);
    if (call.cancelled) done();
  });

/**
 * Pulls the state of a rank that is ahead into memory of its own.
 * @throws TrainError `peer_lost` | `deadline` (nothing came for `LIMITS.artifactIdleMs`) | `fenced` | `artifact_corrupt` |
 * `cancelled`, with the rank in its details
 */
export function pullState(o: {
  readonly own: Credentials;
  readonly source: Peer;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<Uint8Array> {
  const { own, source, clock, signal } = o;
  const who = `the state of rank ${source.rank} at ${source.address}`;
  const client = new Client(...secured(source.address, own.tls, PULL_OPTIONS));
  const { bytes, metadata } = signedPull(own, source.rank, 'state');
  const { path, requestSerialize, responseDeserialize } = exchangeService.pullState;
  const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, bytes, metadata);
  const fail = (code: 'peer_lost' | 'deadline' | 'fenced' | 'artifact_corrupt' | 'cancelled', what: string) =>
    new TrainError(code, `${who} ${what}`, { details: { rank: source.rank } });
  return new Promise<Uint8Array>((resolve, reject) => {
    const incoming = incomingState(own, source.rank);
    let cancelIdle = (): void => undefined;
    const watch = () => {
      cancelIdle();
      cancelIdle = clock.after(LIMITS.artifactIdleMs, () => settle(fail('deadline', 'does not come')));
    };
    const abort = () => settle(fail('cancelled', 'is not needed any more'));
    const settle = (failure?: TrainError, state?: Uint8Array) => {
      cancelIdle();
      signal.removeEventListener('abort', abort);
      stream.cancel();
      client.close();
      if (state) resolve(state);
      else reject(failure ?? fail('peer_lost', 'ended early'));
    };
    watch();
    stream.on('data', (message: Buffer) => {
      watch();
      const problem = incoming.add(message);
      if (problem) settle(fail('artifact_corrupt', problem));
    });
    stream.on('error', (error: ServiceError) => {
      const { code, message } = fromGrpcStatus(error, who);
      settle(fail(code === 'fenced' ? 'fenced' : 'peer_lost', `broke off: ${message}`));
    });
    stream.on('end', () => {
      const state = incoming.whole();
      settle(state ? undefined : fail('artifact_corrupt', 'is incomplete or does not match its seal'), state);
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

function incomingState(own: Credentials, from: number) {
  let target: Uint8Array | undefined;
  let seal: Uint8Array = new Uint8Array(0);
  let received = 0;
  return {
    /** What is wrong with a message, for people. */
    add(message: Buffer): string | undefined {
      if (!target) {
        const length = message.byteLength < LENGTH_BYTES ? -1 : message.readDoubleLE(0);
        if (!Number.isInteger(length) || length < 0 || length > LIMITS.stateBytes)
          return `cannot be ${length} bytes long`;
        seal = message.subarray(LENGTH_BYTES);
        target = new Uint8Array(length);
        return undefined;
      }
      if (received + message.byteLength > target.byteLength) return `is longer than it said`;
      target.set(message, received);
      received += message.byteLength;
      return undefined;
    },
    whole(): Uint8Array | undefined {
      if (!target || received !== target.byteLength) return undefined;
      return sameBytes(seal, sealOf(target, own, { from, to: own.membership.rank })) ? target : undefined;
    },
  };
}

function sealOf(
  state: Uint8Array,
  { membership, secret }: { readonly membership: Membership; readonly secret: Uint8Array },
  { from, to }: { readonly from: number; readonly to: number },
): Buffer {
  const { jobId, attempt, generation } = membership;
  const purpose = JSON.stringify(['state', jobId, attempt, generationName(generation), from, to]);
  return createHmac('sha256', secret).update(`${purpose}\n`).update(state).digest();
}
