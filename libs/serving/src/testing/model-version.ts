import type { ModelVersion } from '@ringmaster/contracts';

export const hash = (digit: string): string => digit.repeat(64);

/** A version whose hash is that digit, sixty-four times. */
export const version = (digit: string): ModelVersion => ({
  version: hash(digit),
  createdAt: '2026-01-01T00:00:00.000Z',
  jobId: `job-${digit}`,
  jobName: 'job',
  dataset: { name: 'petals', hash: null },
  codeVersion: '0.1.0',
  backend: 'tensorflow 2',
  steps: 10,
  checkpointStep: 10,
  weightsSha256: hash('e'),
  documentSha256: hash('d'),
  metrics: { loss: 0.5 },
  files: [{ name: 'model.json', bytes: 1, sha256: hash('f') }],
});
