import { ERROR_CODES, type ErrorCode } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedJson } from './hostile-json.js';
import { hostileBytes } from './mutations.js';

/** Tests run in Node; this lib is typed without it. */
declare const process: {
  readonly env: Readonly<Record<string, string | undefined>>;
  memoryUsage(): { readonly heapUsed: number; readonly arrayBuffers: number };
  cpuUsage(): { readonly user: number; readonly system: number };
};

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const QUICK_RUNS = 150;
const FULL_RUNS = 20_000;
/** The quick tier is the same every time; the full one looks further. */
const QUICK_SEED = 1_811;
/** Of processor time, which other processes of the machine do not use up. */
const MOST_SECONDS = 2;
/** Of a message: it may repeat a piece of the input, never all of it. */
const MOST_CHARACTERS = 10_000;
const MEBI = 1024 * 1024;
/** What every object inherits. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

/** Codes that blame what was read, and never this program. */
export type InputBlame = Extract<
  ErrorCode,
  'invalid' | 'data_corrupt' | 'artifact_corrupt' | 'too_large' | 'fenced' | 'incompatible'
>;

export interface FuzzedDecoder<T> {
  readonly decode: (bytes: Uint8Array) => T | Promise<T>;
  /** Valid inputs, small; they are damaged. Each must be accepted as it is. */
  readonly corpus: readonly Uint8Array[];
  readonly codes: readonly InputBlame[];
  /** Mends the checksums of damaged bytes, so that what lies behind them is reached; used half of the time. */
  readonly seal?: (bytes: Uint8Array) => Uint8Array;
  /** Its input is JSON: half of it stays JSON, and holds something else in some places. */
  readonly isJson?: boolean;
  /** What must hold of anything that was accepted. */
  readonly accepted?: (value: Awaited<T>, bytes: Uint8Array) => void;
  /** What decoding may allocate beside 256 bytes for each byte of the input. */
  readonly heldBytes?: number;
  /** For decoders that are slow by nature; default 150 in the quick tier and 20,000 in the full one. */
  readonly runs?: { readonly quick: number; readonly full: number };
}

/**
 * What every decoder keeps, whatever it reads: it returns, or throws a `TrainError` that blames the input in a message of
 * bounded length; it takes no more memory than the input is worth, since a length inside it is only a claim; it leaves what
 * every object inherits as it was; and it ends soon.
 * @throws whatever the decoder threw that is no such error, or an assertion
 */
export async function keepsTheLaw<T>(decoder: FuzzedDecoder<T>, bytes: Uint8Array): Promise<void> {
  const { decode, codes, accepted, heldBytes = 32 * MEBI } = decoder;
  const [memory, time] = [held(), process.cpuUsage()];
  let outcome: { readonly value: Awaited<T> } | undefined;
  try {
    outcome = { value: await decode(bytes) };
  } catch (error) {
    if (!(error instanceof TrainError)) throw error;
    expect(codes, `it says ${error.code}: ${error.message}`).toContain(error.code);
    expect(ERROR_CODES).toHaveProperty(error.code);
    expect(error.message).not.toBe('');
    expect(error.message.length, 'characters of the message').toBeLessThan(MOST_CHARACTERS);
  }
  const { user, system } = process.cpuUsage();
  expect((user - time.user + system - time.system) / 1e6, 'seconds of processor time').toBeLessThan(
    MOST_SECONDS,
  );
  expect(held() - memory, `bytes for an input of ${bytes.length}`).toBeLessThan(
    heldBytes + 256 * bytes.length,
  );
  expect(Object.getOwnPropertyNames(Object.prototype), 'what every object inherits').toEqual(INHERITED);
  if (outcome) accepted?.(outcome.value, bytes);
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Tests that a decoder accepts its corpus, and keeps the law for what is made of it. */
export function fuzzDecoder<T>(name: string, decoder: FuzzedDecoder<T>): void {
  const { corpus, seal, decode, isJson = false, runs = { quick: QUICK_RUNS, full: FULL_RUNS } } = decoder;
  it(`${name}: accepts its corpus`, async () => {
    for (const bytes of corpus)
      await expect(Promise.resolve(decode(bytes)).then(() => 'accepted')).resolves.toBe('accepted');
  });
  it(`${name}: hostile input is refused in bounds`, { timeout: isFull ? 1_800_000 : 60_000 }, async () => {
    const damaged = hostileBytes(corpus);
    const input = fc
      .tuple(isJson ? fc.oneof(damaged, hostileJson(corpus)) : damaged, fc.boolean())
      .map(([bytes, isSealed]) => (seal && isSealed ? seal(bytes) : bytes));
    await fc.assert(
      fc.asyncProperty(input, (bytes) => keepsTheLaw(decoder, bytes)),
      isFull ? { numRuns: runs.full } : { numRuns: runs.quick, seed: QUICK_SEED },
    );
  });
}

const hostileJson = (corpus: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .oneof(...corpus.map((bytes) => changedJson(JSON.parse(new TextDecoder().decode(bytes)))))
    .map((text) => new TextEncoder().encode(text));
