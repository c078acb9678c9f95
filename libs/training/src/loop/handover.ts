import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { openCallbacks } from '../callbacks/callback-state.js';
import { requireCompatible, requireSameNormalizer } from '../checkpoint/compatibility.js';
import { parseManifest } from '../checkpoint/manifest.js';
import { readBest, readReplica } from '../checkpoint/replica-files.js';
import { sha256Hex } from '../checkpoint/sha256.js';
import { CONTROL_WORDS } from '../record.js';
import { restoreProgress } from './progress.js';
import { takeSnapshot } from './snapshot.js';
import type { TrainingLoop } from './training-loop.js';

/*
 * A checkpoint that never touches a disk, and what of a step's end is not done yet:
 *
 *   [u32 little-endian: n] [n bytes of JSON: Contents] [manifest] [files, end to end]
 */
const LENGTH_BYTES = 4;

const Contents = z.strictObject({
  manifestBytes: z.int().positive(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0) })),
  rest: z.strictObject({ report: z.boolean(), evaluate: z.boolean(), save: z.boolean() }),
  word: z.enum(CONTROL_WORDS),
  /** As texts: JSON has no NaN. */
  finalMetrics: z.record(z.string(), z.string()).nullable(),
});

/** Everything that the next step of this rank reads, for a rank that is behind or new. */
export async function encodeHandover(loop: TrainingLoop): Promise<Uint8Array> {
  const { files, manifest } = takeSnapshot(loop);
  const { report, evaluate, save } = loop.rest;
  const { finalMetrics } = loop;
  // Whoever takes over is in the generation that `resize` asked for.
  const word = loop.word === 'resize' ? 'none' : loop.word;
  const manifestBytes = await manifest();
  const contents: z.output<typeof Contents> = {
    manifestBytes: manifestBytes.byteLength,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength })),
    rest: { report, evaluate, save },
    word,
    finalMetrics: finalMetrics
      ? Object.fromEntries(Object.entries(finalMetrics).map(([name, value]) => [name, String(value)]))
      : null,
  };
  const header = new TextEncoder().encode(JSON.stringify(contents));
  return joined([lengthOf(header), header, manifestBytes, ...files.map(({ bytes }) => bytes)]);
}

/**
 * Puts the loop where another rank's is. Everything is read and checked before anything is changed.
 * @throws TrainError `artifact_corrupt` | `incompatible`
 */
export async function takeOver(loop: TrainingLoop, handover: Uint8Array): Promise<void> {
  const { run } = loop;
  const { contents, manifestBytes, files } = unpacked(handover);
  const manifest = parseManifest(manifestBytes);
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    const bytes = files.get(name);
    if (bytes === undefined || (await sha256Hex(bytes)) !== sha256)
      throw corrupt(`${name} does not match its SHA-256`);
  }
  requireCompatible(manifest, run.job, run.dataset.info.hash);
  requireSameNormalizer(manifest, loop.normalizer);
  const { layout } = run.program;
  const replica = readReplica(layout, files);
  const best = readBest(layout, files);
  run.program.write(replica);
  Object.assign(loop.progress, restoreProgress(manifest.progress));
  loop.firstStep = loop.progress.step;
  Object.assign(loop.callbacks, openCallbacks(run.job, { manifest, replica, ...(best && { best }) }));
  Object.assign(loop.rest, { ...contents.rest, offenders: new Map() });
  loop.word = contents.word;
  loop.finalMetrics = contents.finalMetrics
    ? Object.fromEntries(Object.entries(contents.finalMetrics).map(([name, text]) => [name, Number(text)]))
    : undefined;
}

function unpacked(handover: Uint8Array) {
  const view = new DataView(handover.buffer, handover.byteOffset, handover.byteLength);
  const headerEnd = LENGTH_BYTES + (handover.byteLength < LENGTH_BYTES ? 0 : view.getUint32(0, true));
  if (headerEnd > handover.byteLength) throw corrupt('it is cut short');
  const contents = Contents.parse(
    JSON.parse(new TextDecoder().decode(handover.subarray(LENGTH_BYTES, headerEnd))),
  );
  let at = headerEnd;
  const take = (bytes: number): Uint8Array => handover.subarray(at, (at += bytes));
  const manifestBytes = take(contents.manifestBytes);
  const files = new Map(contents.files.map(({ name, bytes }) => [name, take(bytes)]));
  if (at !== handover.byteLength) throw corrupt(`it says ${at} bytes and has ${handover.byteLength}`);
  return { contents, manifestBytes, files };
}

const corrupt = (what: string) => new TrainError('artifact_corrupt', `the state of another rank: ${what}`);

function lengthOf(header: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, header.byteLength, true);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
