import { TrainError } from '@ringmaster/core';
import type { Checker } from './http.js';
import { lineSplitter } from './sse.js';

/** Checked values of a stream of JSON lines. Empty lines are skipped. @throws TrainError `incompatible` naming the line */
export async function* jsonLines<T>(
  bytes: AsyncIterable<Uint8Array>,
  schema: Checker<T>,
): AsyncGenerator<T, void, undefined> {
  const splitter = lineSplitter();
  let number = 0;
  const parse = (line: string): T[] => {
    number += 1;
    if (line.trim() === '') return [];
    const result = schema.safeParse(parseJson(line));
    if (result.success) return [result.data];
    throw new TrainError('incompatible', `line ${number} of the answer is not what this version expects`);
  };
  for await (const chunk of bytes) for (const line of splitter.push(chunk)) yield* parse(line);
  for (const line of splitter.flush()) yield* parse(line);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
