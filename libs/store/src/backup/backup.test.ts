import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBackup } from './read-backup.js';
import { checkBackup, restoreBackup } from './restore-backup.js';
import { backupOf } from './write-backup.js';

let dir: string;
let home: string;
const STEP = 'artifacts/job-a/checkpoints/step-00000005';
const FILES: Readonly<Record<string, string>> = {
  'log/job-a.jsonl': '{"seq":0}\n{"seq":1}\n',
  'log/epoch': '7',
  'pins.json': '{}',
  [`${STEP}/manifest.json`]: '{"step":5}',
  [`${STEP}/weights.safetensors`]: 'w'.repeat(700_001),
  [`artifacts/job-a/${'deep/'.repeat(40)}name-of-an-export.json`]: '{}',
  'artifacts/job-a/empty': '',
};
const LEFT: Readonly<Record<string, string>> = {
  token: 'secret',
  'endpoint.json': '{}',
  'redis/dump': 'x',
  'agents/a/socket-state': 'x',
  'process-logs/up.log': 'x',
  'artifacts/job-a/.tmp/half': 'x',
  'artifacts/job-a/.empty.sum': 'x',
};

const write = async (root: string, files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
};
const archive = () => join(dir, 'b.tar');
const backup = () => pipeline(Readable.from(backupOf(home)), createWriteStream(archive()));
const restored = () => join(dir, 'restored');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rm-backup-'));
  home = join(dir, 'home');
  await write(home, { ...FILES, ...LEFT });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('a backup', () => {
  it('comes back byte for byte, with its times, without secrets and without what belongs to processes', async () => {
    const past = new Date('2020-01-02T03:04:05Z');
    await utimes(join(home, STEP, 'manifest.json'), past, past);
    await backup();
    const summary = await restoreBackup(archive(), restored());
    expect(summary).toMatchObject({ files: Object.keys(FILES).length, jobs: 1 });
    for (const [name, text] of Object.entries(FILES))
      expect(await readFile(join(restored(), name), 'utf8')).toBe(text);
    expect((await readdir(restored())).sort()).toEqual(['artifacts', 'log', 'pins.json']);
    expect((await readdir(join(restored(), 'artifacts/job-a'))).sort()).toEqual([
      'checkpoints',
      'deep',
      'empty',
    ]);
    const { mtime, mode } = await stat(join(restored(), STEP, 'manifest.json'));
    expect([mtime, mode & 0o777]).toEqual([past, 0o600]);
  });

  it('takes a growing log up to its last whole line', async () => {
    await write(home, { 'log/job-a.jsonl': '{"seq":0}\n{"se' });
    await backup();
    await restoreBackup(archive(), restored());
    expect(await readFile(join(restored(), 'log/job-a.jsonl'), 'utf8')).toBe('{"seq":0}\n');
  });

  it('holds no manifest of a checkpoint that was removed on the way', async () => {
    await write(home, { 'artifacts/a/large': 'l'.repeat(4_000_000) });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of backupOf(home)) {
      // Its paths are known by now, and what comes after the large file is not read yet.
      if (bytes < 1_000_000 && bytes + chunk.length >= 1_000_000)
        await rm(join(home, STEP, 'weights.safetensors'));
      bytes += chunk.length;
      chunks.push(chunk);
    }
    await writeFile(archive(), Buffer.concat(chunks));
    await restoreBackup(archive(), restored());
    await expect(stat(join(restored(), STEP, 'manifest.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not restored into a directory that holds anything', async () => {
    await backup();
    await expect(restoreBackup(archive(), home)).rejects.toMatchObject({ code: 'conflict' });
    await mkdir(restored());
    await restoreBackup(archive(), restored());
    await expect(restoreBackup(join(dir, 'none.tar'), join(dir, 'x'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('what is not the fault of a backup is not blamed on it', () => {
  it('a full disk', async () => {
    await backup();
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
    const reading = readBackup(createReadStream(archive()), () => Promise.reject(full));
    await expect(reading).rejects.toMatchObject({ code: 'disk_full' });
  });

  it('a directory that is named instead of a file', () =>
    expect(checkBackup(home)).rejects.toMatchObject({ code: 'unavailable' }));
});

describe('a damaged backup', () => {
  const refused = async (message: RegExp) => {
    await expect(checkBackup(archive())).rejects.toMatchObject({ code: 'artifact_corrupt', message });
    await expect(restoreBackup(archive(), restored())).rejects.toMatchObject({ message });
    expect((await readdir(dir)).sort()).toEqual(['b.tar', 'home']);
  };
  const weights = /weights\.safetensors/;

  it('is refused when it is cut short, wherever, and the last entry is named', async () => {
    await backup();
    const whole = await readFile(archive());
    const inWeights = whole.indexOf('wwwwww') + 300_000;
    await writeFile(archive(), whole.subarray(0, inWeights));
    await refused(weights);
    await writeFile(archive(), whole.subarray(0, whole.indexOf('ringmaster-contents.json')));
    await refused(/without ringmaster-contents\.json|cut short/);
    await writeFile(archive(), whole.subarray(0, 700));
    await refused(/cut short/);
    await writeFile(archive(), '');
    await refused(/cut short/);
  });

  it('is refused when a byte changed, and the entry is named', async () => {
    await backup();
    const whole = await readFile(archive());
    whole[whole.indexOf('wwwwww') + 100_000] = 120;
    await writeFile(archive(), whole);
    await refused(/weights\.safetensors: SHA-256/);
  });

  it.each([
    ['a way out', '../evil', 'file', /"\.\.\/evil" is no path/],
    ['a way out, later', 'artifacts/../../evil', 'file', /is no path/],
    ['an absolute path', '/etc/evil', 'file', /is no path/],
    ['a token', 'token', 'file', /"token" is no path/],
    ['a file of Redis', 'redis/redis.conf', 'file', /is no path/],
    ['a hidden file', 'artifacts/.ssh/x', 'file', /is no path/],
    ['a link', 'log/x', 'symlink', /is a symlink/],
    ['a hard link', 'log/x', 'link', /is a link/],
    ['a device', 'log/x', 'character-device', /character-device/],
    ['a file twice', 'log/job-a.jsonl', 'file', /in it twice/],
    ['a file in a file', 'log/job-a.jsonl/x', 'file', /lies in log\/job-a\.jsonl, which is a file/],
    ['a file that others lie in', 'log', 'file', /other files lie in it/],
    ['a name that no file can have', `log/${'ä'.repeat(200)}`, 'file', /is no path/],
  ] as const)('is refused when it holds %s', async (_, name, type, message) => {
    const digest = createHash('sha256').update('x').digest('hex');
    const tar = pack();
    const header = { version: 1, createdAt: '2020-01-01T00:00:00Z', ringmaster: '0.1.0' };
    tar.entry({ name: 'ringmaster-backup.json' }, JSON.stringify(header));
    tar.entry({ name: 'log/job-a.jsonl' }, 'x');
    tar.entry(
      { name, type, ...(type.endsWith('link') && { linkname: '/etc/passwd' }) },
      type === 'file' ? 'x' : '',
    );
    const files = [name, 'log/job-a.jsonl'].map((path) => ({ path, bytes: 1, sha256: digest }));
    tar.entry({ name: 'ringmaster-contents.json' }, JSON.stringify({ version: 1, files }));
    tar.finalize();
    await pipeline(tar, createWriteStream(archive()));
    await refused(message);
  });

  it('is refused when it is something else', async () => {
    await writeFile(archive(), Buffer.alloc(5_000, 7));
    await refused(/cannot be read|no backup/);
  });
});
