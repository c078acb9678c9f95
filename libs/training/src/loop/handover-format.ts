import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { CONTROL_WORDS } from '../record.js';

/*
 * A checkpoint that never touches a disk, and what of a step's end is not done yet:
 *
 *   [u32 little-endian: n] [n bytes of JSON: Contents] [manifest] [files, end to end]
 */
const LENGTH_BYTES = 4;

const HandoverContents = z.strictObject({
  manifestBytes: z.int().positive(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0) })),
  rest: z.strictObject({ report: z.boolean(), evaluate: z.boolean(), save: z.boolean() }),
  word: z.enum(CONTROL_WORDS),
  /** As texts: JSON has no NaN. */
  finalMetrics: z.record(z.string(), z.string()).nullable(),
  finalConfusion: z
    .strictObject({
      classes: z.int().positive(),
      classNames: z.array(z.string()).optional(),
      counts: z.array(z.number().min(0)),
    })
    .nullable(),
});
export type HandoverContents = z.output<typeof HandoverContents>;

/** `parts` are the manifest and the files, as the contents list them. */
export function packHandover(contents: HandoverContents, parts: readonly Uint8Array[]): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify(contents));
  return joined([lengthOf(header), header, ...parts]);
}

export interface Handover {
  readonly contents: HandoverContents;
  readonly manifestBytes: Uint8Array;
  /** By name; views of the handover. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @throws TrainError `artifact_corrupt` when the bytes are not what `packHandover` made */
export function unpackHandover(handover: Uint8Array): Handover {
  const view = new DataView(handover.buffer, handover.byteOffset, handover.byteLength);
  const headerEnd = LENGTH_BYTES + (handover.byteLength < LENGTH_BYTES ? 0 : view.getUint32(0, true));
  if (headerEnd > handover.byteLength) throw corruptState('it is cut short');
  const contents = readContents(handover.subarray(LENGTH_BYTES, headerEnd));
  let at = headerEnd;
  const take = (bytes: number): Uint8Array => handover.subarray(at, (at += bytes));
  const manifestBytes = take(contents.manifestBytes);
  const files = new Map(contents.files.map(({ name, bytes }) => [name, take(bytes)]));
  if (files.size !== contents.files.length) throw corruptState('it names a file twice');
  if (at !== handover.byteLength) throw corruptState(`it says ${at} bytes and has ${handover.byteLength}`);
  return { contents, manifestBytes, files };
}

function readContents(header: Uint8Array): HandoverContents {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (cause) {
    throw corruptState('its list of contents is not JSON', cause);
  }
  const contents = HandoverContents.safeParse(json);
  if (contents.success) return contents.data;
  throw corruptState(`its list of contents: ${z.prettifyError(contents.error)}`, contents.error);
}

export const corruptState = (what: string, cause?: unknown): TrainError =>
  new TrainError('artifact_corrupt', `the state of another rank: ${what}`, { cause });

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
