import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull) writeSync(2, 'SKIPPED: a home restored from a backup; npm run test:full runs it\n');

interface Run {
  readonly jobId: string;
  readonly state: string;
  readonly weightsSha256: string;
}
const BLOBS = ['examples/mlp-blobs.yaml', '--workers', '2'];

describe('artifacts in a shared directory', () => {
  let cluster: Cluster;
  let shared: string;
  let run: Run;
  beforeAll(async () => {
    cluster = createCluster();
    shared = join(cluster.home, 'shared');
    mkdirSync(shared);
    await cluster.up({ workers: 2, args: ['--artifacts', `file://${shared}`] });
    run = await cluster.json<Run>(['run', ...BLOBS]);
  });
  afterAll(() => cluster.close());

  const steps = async (home: readonly string[] = []) =>
    (
      await cluster.json<{ checkpoints: { step: number }[] }>(['ckpt', 'ls', run.jobId, ...home])
    ).checkpoints.map(({ step }) => step);

  it('are all there, logs included, and none in the home directory', async () => {
    expect(run.state).toBe('succeeded');
    const [namespace = ''] = readdirSync(shared);
    const stored = join(shared, namespace, run.jobId);
    await expect
      .poll(() =>
        readdirSync(stored)
          .filter((name) => !name.startsWith('.'))
          .sort(),
      )
      .toEqual([
        'audit.jsonl',
        'checkpoints',
        'confusion',
        'logs.jsonl',
        'metrics.jsonl',
        'model',
        'pictures',
      ]);
    const own = join(cluster.home, 'artifacts', run.jobId);
    expect(readdirSync(own).sort()).toEqual(['audit.jsonl', 'logs.jsonl', 'metrics.jsonl']);
    await expect
      .poll(() => readFileSync(join(stored, 'metrics.jsonl'), 'utf8'))
      .toBe(readFileSync(join(own, 'metrics.jsonl'), 'utf8'));
  });

  it('go by age and size but for what is pinned, and what is left can be resumed', async () => {
    const all = await steps();
    const newest = all.at(-1) ?? 0;
    expect((await cluster.cli(['gc'])).code).toBe(2);
    expect((await cluster.cli(['ckpt', 'pin', run.jobId, '99999'])).code).toBe(3);
    await cluster.cli(['ckpt', 'pin', run.jobId, String(all[0])]);
    const planned = await cluster.json<{ items: unknown[]; freedBytes: number }>([
      ...['gc', '--max-size', '0', '--dry-run'],
    ]);
    expect([planned.items.length, await steps()]).toEqual([all.length - 2, all]);
    const done = await cluster.json<{ freedBytes: number; note?: string }>(['gc', '--max-size', '0']);
    expect(done.freedBytes).toBe(planned.freedBytes);
    expect(done.note).toContain('pinned');
    expect(await steps()).toEqual([all[0], newest]);
    const resumed = await cluster.json<Run>(['run', ...BLOBS, '--resume', `${run.jobId}@${all[0]}`]);
    expect(resumed.weightsSha256).toBe(run.weightsSha256);
  });

  it.runIf(isFull)(
    'are found again by a home that was restored from a backup; a cut one is refused',
    async () => {
      const before = await steps();
      const file = join(cluster.home, 'b.tar');
      expect((await cluster.cli(['backup', file])).code).toBe(0);
      const again = await cluster.cli(['restore', file]);
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is not empty')]);
      await cluster.cli(['down']);
      const restored = ['--home', `${cluster.home}-restored/home`];
      mkdirSync(`${cluster.home}-restored`);
      try {
        expect((await cluster.cli(['restore', file, ...restored])).code).toBe(0);
        expect((await cluster.cli(['up', '--detach', '--workers', '2', ...restored])).code).toBe(0);
        expect(await steps(restored)).toEqual(before);
        const resume = ['--resume', `${run.jobId}@${before[0]}`];
        const resumed = await cluster.json<Run>(['run', ...BLOBS, ...resume, ...restored]);
        expect(resumed.weightsSha256).toBe(run.weightsSha256);
      } finally {
        await cluster.cli(['down', ...restored]);
      }
      truncateSync(file, Math.floor(statSync(file).size / 2));
      const cut = await cluster.cli(['restore', file, '--home', `${cluster.home}-restored/other`]);
      expect([cut.code, cut.stderr]).toEqual([1, expect.stringMatching(/refused: .*cut short/)]);
      execFileSync('rm', ['-r', `${cluster.home}-restored`]);
    },
  );
});

/** Runs what follows with a file system of 100 KiB mounted on a directory, which nobody else sees. */
const withSmallDisk = (directory: string) => [
  ...['unshare', '-rm', 'sh', '-c'],
  'mount -t tmpfs -o size=100k tmpfs "$0" && exec "$@"',
  directory,
];

describe('a store without room', () => {
  it('keeps the checkpoints it has; the job fails with the store and the bytes', async (context) => {
    try {
      execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' });
    } catch {
      return context.skip('this system does not let us mount a small file system of our own (unshare -rm)');
    }
    const cluster = createCluster();
    try {
      const disk = join(cluster.home, 'disk');
      mkdirSync(disk);
      await cluster.up({ workers: 1, args: ['--artifacts', `file://${disk}`], within: withSmallDisk(disk) });
      const document = ['examples/mlp-blobs.yaml', '--workers', '1'];
      const id = await cluster.submit([...document, '--set', 'limits.maxAttempts=1']);
      const job = await cluster.waitForEnd(id);
      expect(job).toMatchObject({ state: 'failed', cause: { code: 'disk_full' } });
      expect(job.cause?.message).toContain(`the store in ${disk}`);
      expect(job.cause?.message).toMatch(/ENOSPC.* bytes or more .* of 102400 bytes are free/);
      const verified = await cluster.json<{ valid: boolean; checkpoints: unknown[] }>(['ckpt', 'verify', id]);
      expect(verified.valid).toBe(true);
      expect(verified.checkpoints.length).toBeGreaterThan(0);
      const { stdout } = await cluster.cli(['logs', id]);
      expect(stdout).toMatch(/has no room/);
    } finally {
      await cluster.close();
    }
  });
});
