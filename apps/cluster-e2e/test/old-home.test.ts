import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type JobState, JobView } from '@ringmaster/contracts';
import { decodeRecords, foldEvents, jobView, parseLoggedEvent } from '@ringmaster/scheduling';
import { fileArtifacts, fileCheckpointStore, storedCheckpoints, verifyCheckpoint } from '@ringmaster/store';
import { decodeSafetensors, parseManifest, resolveJob, tensorsSha256 } from '@ringmaster/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Files as release 0.1.0 left them: the log of a job, its resolved document (in the log and in the manifest), its last
 * checkpoint. They are never written again: what they stop to fit is what a user's home stops to fit.
 */
const HOME = fileURLToPath(new URL('fixtures/home-0.1.0', import.meta.url));
const JOB = 'mlp-blobs-fmnhkq';
const STEP = 1_000;
const WEIGHTS = 'd6004e6e65ae00ede5e1a1f43c2746de0eed39b4e4b2eb';
const { signal } = new AbortController();

describe('a home of release 0.1.0', () => {
  let home = '';
  beforeAll(() => {
    // Reading a store may leave notes in it.
    home = mkdtempSync(join(tmpdir(), 'rm-old-home-'));
    cpSync(HOME, home, { recursive: true });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const recordOf = () => {
    const lines = readFileSync(join(home, 'log', `${JOB}.jsonl`), 'utf8')
      .split('\n')
      .slice(0, -1);
    const { records, problem } = decodeRecords(JOB, lines);
    expect(problem).toBeUndefined();
    return foldEvents(records.map(({ event }) => parseLoggedEvent(event)));
  };

  it('has a job log that is read to its end', () => {
    const view = JobView.parse(jobView(recordOf()));
    const state: JobState = 'succeeded';
    expect(view).toMatchObject({ jobId: JOB, state, result: { steps: STEP } });
    expect(view.result?.weightsSha256.startsWith(WEIGHTS)).toBe(true);
    expect(view.checkpoints).toContain(STEP);
  });

  it('has a document that means the same', () => {
    const { job } = recordOf();
    expect(resolveJob(JSON.parse(JSON.stringify(job)))).toMatchObject(job);
  });

  it('has a checkpoint that is whole, and loads', async () => {
    const artifacts = fileArtifacts(join(home, 'artifacts'));
    expect((await storedCheckpoints(artifacts, JOB)).map(({ step }) => step)).toEqual([STEP]);
    expect((await verifyCheckpoint(artifacts, JOB, STEP)).problems).toEqual([]);
    const { manifest, files } = await fileCheckpointStore(artifacts, JOB).load(STEP, signal);
    const { job, weightsSha256, step } = parseManifest(manifest);
    expect([step, job.training.shards]).toEqual([STEP, 4]);
    const tensors = ['weights.safetensors', 'state.safetensors'].flatMap((name) => [
      ...decodeSafetensors(files.get(name) ?? new Uint8Array(), name).tensors,
    ]);
    expect(await tensorsSha256(tensors)).toBe(weightsSha256);
    expect(weightsSha256.startsWith(WEIGHTS)).toBe(true);
  });
});
