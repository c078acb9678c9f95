import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { afterAll, expect } from 'vitest';
import { readBackup } from './read-backup.js';
import { backupOf } from './write-backup.js';

const FILES: Readonly<Record<string, string>> = {
  'log/job-a.jsonl': '{"seq":0}\n',
  'pins.json': '{}',
  'artifacts/job-a/checkpoints/step-00000005/manifest.json': '{"step":5}',
  // Longer than a header has room for: its path is in an extended one.
  [`artifacts/job-a/${'deep/'.repeat(40)}export.json`]: '{}',
};
const home = await mkdtemp(join(tmpdir(), 'rm-backup-fuzz-'));
afterAll(() => rm(home, { recursive: true, force: true }));

const archived = async (): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of backupOf(home)) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const empty = await archived();
for (const [name, text] of Object.entries(FILES)) {
  await mkdir(dirname(join(home, name)), { recursive: true });
  await writeFile(join(home, name), text);
}

const BLOCK = 512;
const [CHECKSUM, CHECKSUM_BYTES, MAGIC] = [148, 8, 257];
/** The checksum of every header fits what it says. */
function sealed(bytes: Uint8Array): Uint8Array {
  const out = Buffer.from(bytes);
  for (let at = 0; at + BLOCK <= out.length; at += BLOCK) {
    const header = out.subarray(at, at + BLOCK);
    if (header.toString('latin1', MAGIC, MAGIC + 5) !== 'ustar') continue;
    header.fill(' ', CHECKSUM, CHECKSUM + CHECKSUM_BYTES);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM, 'latin1');
  }
  return out;
}

/** In pieces that end anywhere. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 700) yield await Promise.resolve(bytes.subarray(at, at + 700));
}

fuzzDecoder('backup', {
  decode: async (bytes) => {
    const paths: string[] = [];
    const summary = await readBackup(pieces(bytes), async ({ path, modified }, content) => {
      paths.push(path);
      expect(Number.isFinite(modified.getTime())).toBe(true);
      for await (const _chunk of content);
    });
    return { summary, paths };
  },
  corpus: [empty, await archived()],
  codes: ['artifact_corrupt'],
  seal: sealed,
  runs: { quick: 150, full: 4_000 },
  accepted: ({ summary, paths }) => {
    expect(summary.files).toBe(paths.length);
    for (const path of paths) {
      expect(resolve(home, path).startsWith(`${home}/`), path).toBe(true);
      expect(path).not.toMatch(/^(token|tls|redis)(\/|$)|\0/);
      for (const other of paths) expect(other.startsWith(`${path}/`), `${other} in ${path}`).toBe(false);
    }
  },
});
