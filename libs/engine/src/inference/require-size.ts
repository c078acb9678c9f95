import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { constantOf, type InferenceGraph } from './inference-graph.js';

/** @throws TrainError `too_large` when the constants do not fit the one protobuf message that both formats are */
export function requireSize({ nodes }: InferenceGraph, format: string): void {
  const bytes = nodes.reduce((sum, node) => sum + (constantOf(node)?.bytes.length ?? 0), 0);
  if (bytes > LIMITS.exportGraphBytes)
    throw new TrainError(
      'too_large',
      `the model's weights take ${bytes} bytes, and a ${format} with its weights inside holds ${LIMITS.exportGraphBytes}: export it as safetensors or npz`,
    );
}
