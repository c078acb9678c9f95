import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { readInputs } from '@ringmaster/data';
import { loadModel } from './loaded-model.js';
import type { PredictOrder } from './orders.js';

/** Samples that are computed at once. */
const BATCH = 256;

/**
 * One line of JSON a sample, in the order of the file: `{"index", "class"?, "name"?, "probabilities"? | "values"?}`.
 * The whole file is read and checked before the first line comes.
 * @throws TrainError `data_corrupt` naming the place | `not_found` | `too_large` | `artifact_corrupt`
 */
export async function* predictFile(order: PredictOrder, stdin: Readable): AsyncGenerator<string> {
  const model = await loadModel(order, BATCH);
  try {
    const { exported, predictor } = model;
    const { inputs } = predictor;
    const name = order.input === '-' ? 'stdin' : basename(order.input);
    const bytes = order.input === '-' ? await readStream(stdin) : await readInput(order.input);
    const samples = await readInputs(
      { name, bytes, format: order.format },
      { shape: inputs[0]?.shape ?? [], parts: inputs, ...exported.table },
    );
    const width = samples.x.length / samples.count;
    for (let at = 0; at < samples.count; at += BATCH) {
      const rows = Math.min(BATCH, samples.count - at);
      const predictions = model.predict(samples.x.subarray(at * width, (at + rows) * width), rows);
      yield predictions.map((each, row) => `${JSON.stringify({ index: at + row, ...each })}\n`).join('');
    }
  } finally {
    model.dispose();
  }
}

async function readInput(path: string): Promise<Uint8Array> {
  const notThere = (cause: unknown): never => {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new TrainError('not_found', `--input ${path} cannot be read (${code})`, { cause });
  };
  const found = await stat(path).catch(notThere);
  if (!found.isFile()) return notThere(new TrainError('not_found', 'not a file'));
  if (found.size > LIMITS.dataFileBytes) throw tooLarge(path);
  return readFile(path).catch(notThere);
}

async function readStream(stream: Readable): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LIMITS.dataFileBytes) throw tooLarge('stdin');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const tooLarge = (what: string) =>
  new TrainError(
    'too_large',
    `${what} holds more than ${LIMITS.dataFileBytes} bytes: split it into several files`,
  );
