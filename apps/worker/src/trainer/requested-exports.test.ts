import { JobDocument } from '@ringmaster/contracts';
import { loadEngine } from '@ringmaster/engine';
import { MODEL_RUNS, modelRunDocument } from '@ringmaster/testkit';
import { resolveJob } from '@ringmaster/training';
import { add, asinh, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { openParts } from './parts.js';
import { requestedExports, requireExports } from './requested-exports.js';

await loadEngine({ prefer: 'cpu' });

const mlp = modelRunDocument(MODEL_RUNS[0]!);
const open = async (exports: readonly string[]) => {
  const job = resolveJob({ ...mlp, exports, workers: { min: 1, max: 1 } });
  return { job, parts: await openParts(job, { datasetsDir: '/no-files', dataRoots: {} }) };
};
afterEach(() => setBackend('tensorflow'));

it('gives the files that were asked for, and none that a run publishes anyway', async () => {
  const { job, parts } = await open(['npz', 'onnx', 'tfjs']);
  const files = requestedExports(parts, { jobId: 'job', job, weightsSha256: 'x' });
  expect(files.map(({ name }) => name)).toEqual(['model.npz', 'model.onnx']);
  parts.dispose();
});

it('names format, op and layer before the first step, where a format does not have them', async () => {
  const { job, parts } = await open(['savedmodel', 'onnx']);
  // As a class of a user's own might be: recording takes off what lies on the layer itself.
  const layer = parts.model.layers[1]!;
  const known = Object.getPrototypeOf(layer) as typeof layer;
  const call: typeof layer.call = function (this: typeof layer, x, options) {
    return add(asinh(known.call.call(this, x, options) as Tensor), 1);
  };
  Object.setPrototypeOf(layer, Object.create(known, { call: { value: call, writable: true } }));
  expect(() => requireExports(parts, job, 'job')).toThrow(/^exports: onnx: op Asinh of layer \w+ /);
  requireExports(parts, { ...job, exports: ['savedmodel', 'npz'] }, 'job');
  parts.dispose();
});

it('graphs are refused where no native engine records them', async () => {
  const { job, parts } = await open(['npz', 'onnx']);
  await import('@tensorflow/tfjs-backend-cpu');
  await setBackend('cpu');
  expect(() => requireExports(parts, job, 'job')).toThrow(
    /^exports: onnx: graphs are recorded by the native engine/,
  );
  await setBackend('tensorflow');
  parts.dispose();
});

it('a document names each format once', () => {
  const parsed = JobDocument.safeParse({ ...mlp, exports: ['onnx', 'onnx'] });
  expect(parsed.error?.issues[0]?.message).toBe('names a format twice');
  expect(JobDocument.safeParse({ ...mlp, exports: ['pickle'] }).success).toBe(false);
});
