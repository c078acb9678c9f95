import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from './errors.js';

/** Formats of `ringmaster export`, with the file that makes each one out. */
export const EXPORT_FORMATS = ['savedmodel', 'onnx', 'npz', 'safetensors', 'tfjs'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What the command line asks its converter for, a process of its own: one JSON document on stdin. */
export const ExportOrder = z.strictObject({
  jobId: z.string(),
  format: z.enum(EXPORT_FORMATS),
  /** A directory of this machine: the published model's `model.json` and `weights.bin`, or a checkpoint's files. */
  source: z.strictObject({ kind: z.enum(['model', 'checkpoint']), directory: z.string() }),
  /** A file of this machine: the code of the job's model, where the user allows it. */
  code: z.string().min(1).optional(),
  /** An empty directory that gets the files. */
  target: z.string(),
});
export type ExportOrder = z.output<typeof ExportOrder>;

const Port = z.strictObject({
  name: z.string(),
  /** −1 is the batch, of any size. */
  shape: z.array(z.int()),
  dtype: z.enum(['float32', 'int32']),
});

/** What was written. */
export const ExportReport = z.strictObject({
  /** SHA-256 of the exported tensors, names and shapes included; as in a job's result. */
  weightsSha256: z.string(),
  /** Of formats that are graphs. */
  inputs: z.array(Port).optional(),
  /** The same, of a model that has one. */
  input: Port.optional(),
  outputs: z.array(Port).optional(),
  /** ONNX's operator set. */
  opset: z.int().optional(),
});
export type ExportReport = z.output<typeof ExportReport>;

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** The converter's last line on stdout. */
export const ExportAnswer = z.union([
  z.strictObject({ report: ExportReport }),
  z.strictObject({ error: z.object({ code: z.enum(codes), message: z.string() }) }),
]);
export type ExportAnswer = z.output<typeof ExportAnswer>;
