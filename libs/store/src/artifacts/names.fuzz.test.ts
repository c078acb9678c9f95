import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { DataFileName, Label, ModelRefText, SubmitRequest, TokenName } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { isLoggableJobId } from '@ringmaster/scheduling';
import { hostileName } from '@ringmaster/testkit/fuzz';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isBackedUp } from '../backup/backup-layout.js';
import { fileContents } from '../data/data-contents.js';
import { artifactPath, jobDirectory } from './artifact-name.js';
import { fileArtifacts } from './file-artifacts.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const runs = (quick: number, full: number) => (isFull ? { numRuns: full } : { numRuns: quick, seed: 1_811 });
const TIMEOUT = { timeout: isFull ? 600_000 : 60_000 };

/** Whether a path lies strictly below a directory, and every part of it is one that a file may have. */
const isBelow = (directory: string, path: string): boolean => {
  const parts = relative(directory, path).split(sep);
  return parts.every((part) => part !== '' && !part.startsWith('.') && !/[\\\0]/.test(part));
};

describe('whatever name is accepted', () => {
  const named = (accept: (name: string) => boolean, holds: (name: string) => void) => () => {
    let accepted = 0;
    fc.assert(
      fc.property(hostileName, (name) => {
        if (!accept(name)) return;
        accepted += 1;
        holds(name);
      }),
      runs(3_000, 100_000),
    );
    expect(accepted).toBeGreaterThan(0);
  };
  const below = (name: string) =>
    expect(isBelow('/root', resolve('/root', name)), JSON.stringify(name)).toBe(true);
  const plain = (name: string) => expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._@:-]*$/);

  it(
    'of a file of a data set lies below its directory',
    named((name) => DataFileName.safeParse(name).success, below),
  );
  it('of a file of a backup lies below the home', named(isBackedUp, below));
  it(
    'of a job is a part of a path',
    named((name) => SubmitRequest.shape.jobId.safeParse(name).success, plain),
  );
  it('of a log is a part of a path', named(isLoggableJobId, plain));
  it(
    'is a label',
    named((name) => Label.safeParse(name).success, plain),
  );
  it(
    'is a token',
    named((name) => TokenName.safeParse(name).success, plain),
  );
  it(
    'is a model',
    named((name) => ModelRefText.safeParse(name).success, plain),
  );
  it('of an artifact lies below its job', () =>
    fc.assert(
      fc.property(hostileName, hostileName, (jobId, name) => {
        try {
          const directory = jobDirectory('/root', jobId);
          expect(isBelow('/root', directory)).toBe(true);
          expect(isBelow(directory, artifactPath(directory, name))).toBe(true);
        } catch (error) {
          if (!(error instanceof TrainError)) throw error;
          expect(error.code).toBe('invalid');
        }
      }),
      runs(3_000, 100_000),
    ));
});

describe('a store, whatever names it is asked for', () => {
  const SECRET = new TextEncoder().encode('what nobody may read');
  const places = mkdtemp(join(tmpdir(), 'rm-names-fuzz-'));
  afterAll(async () => rm(await places, { recursive: true, force: true }));
  const outcome = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TrainError)) throw error;
      expect(['invalid', 'not_found', 'unavailable']).toContain(error.code);
      return undefined;
    }
  };
  /** Runs it beside a secret file, and finds that nothing but the store's directory has changed. */
  const nothingBeside = async (name: string, work: (root: string) => Promise<void>): Promise<void> => {
    const place = join(await places, name);
    await mkdir(place);
    await writeFile(join(place, 'secret'), SECRET);
    await work(join(place, 'store'));
    expect(new Set([...(await readdir(place)), 'store'])).toEqual(new Set(['secret', 'store']));
    expect(new Uint8Array(await readFile(join(place, 'secret')))).toEqual(SECRET);
  };

  it('of artifacts reads, writes and removes nothing beside them', TIMEOUT, () =>
    nothingBeside('artifacts', async (root) => {
      const store = fileArtifacts(root);
      const body = new TextEncoder().encode('body');
      const jobId = fc.oneof(fc.constant('job-a'), hostileName);
      const name = fc.oneof(
        hostileName,
        hostileName.map((other) => `../../${other}`),
        fc.constant('../../secret'),
      );
      await fc.assert(
        fc.asyncProperty(jobId, name, async (job, file) => {
          await outcome(() => store.put(job, file, body));
          const found = await outcome(() => store.get(job, file));
          if (found) for await (const chunk of found.stream) expect(chunk).toEqual(Buffer.from(body));
          await outcome(() => store.list(job, file));
          await outcome(async () => store.appendLine(job, file, 'line'));
          await outcome(() => store.flush());
          await outcome(() => store.remove(job, file));
          await outcome(() => store.removeAll(job));
        }),
        runs(200, 5_000),
      );
      await outcome(() => store.close());
    }),
  );

  it('of contents reads, writes and removes nothing beside them', TIMEOUT, () =>
    nothingBeside('contents', async (root) => {
      const contents = fileContents(root);
      async function* body() {
        yield await Promise.resolve(SECRET);
      }
      await fc.assert(
        fc.asyncProperty(hostileName, async (sha256) => {
          await outcome(() => contents.missing(sha256, 1));
          await outcome(() => contents.putPiece({ sha256, bytes: SECRET.length, offset: 0 }, body()));
          expect(await outcome(() => contents.read(sha256, 0))).toBeUndefined();
          await outcome(() => contents.remove(sha256));
        }),
        runs(200, 5_000),
      );
    }),
  );
});
