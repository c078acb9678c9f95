import type { MessagePort, Transferable } from 'node:worker_threads';
import { TrainError } from '@ringmaster/core';
import { type DeliveredBatch, openSharedPipelines } from '@ringmaster/data';
import { viewFileAgain } from '@ringmaster/store';
import type { BatchAnswer, BatchOrder, BatchThreadData } from './messages.js';

/** Prepares one batch after the other, in the order in which they are asked for. */
export function runBatchThread(port: MessagePort, { pipeline, round }: BatchThreadData): void {
  const latest = new Int32Array(round);
  const { training, evaluation } = openSharedPipelines(pipeline, viewFileAgain);
  port.on('message', ({ call, round: of, split, epoch, ids }: BatchOrder) => {
    const answer = (what: Omit<BatchAnswer, 'call'>, memory: Transferable[] = []) =>
      port.postMessage({ call, ...what } satisfies BatchAnswer, memory);
    if (of !== Atomics.load(latest, 0)) return answer({});
    try {
      const batch = split ? evaluation(split, ids) : training(epoch, ids);
      answer({ batch }, memoryOf(batch));
    } catch (cause) {
      answer({ error: TrainError.from(cause).view() });
    }
  });
}

/** A batch's own memory, which changes hands with it. */
const memoryOf = ({ ids, x, y, extras }: DeliveredBatch): Transferable[] =>
  [
    ...new Set(
      [ids, x.data, y.data, ...Object.values(extras ?? {}).map(({ data }) => data)].map(
        ({ buffer }) => buffer,
      ),
    ),
  ] as ArrayBuffer[];
