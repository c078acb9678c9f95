import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { afterAll, expect, it } from 'vitest';
import { openTokenBook } from './token-book.js';

const home = await mkdtemp(join(tmpdir(), 'tokens-fuzz-'));
afterAll(() => rm(home, { recursive: true, force: true }));
const file = join(home, 'tokens.json');
const open = () => openTokenBook({ file, homeToken: 'home', clock: systemClock });

const entry = (name: string, role: string) => ({
  ...{ name, role, createdAt: '2026-01-01T00:00:00.000Z' },
  sha256: 'ab'.repeat(32),
});
const bytes = (tokens: readonly unknown[]) =>
  new TextEncoder().encode(JSON.stringify({ version: 1, tokens }, null, 2));

fuzzDecoder('token book', {
  decode: async (content) => {
    await writeFile(file, content, { mode: 0o600 });
    return open();
  },
  corpus: [bytes([]), bytes([entry('ci', 'submitter'), entry('wall', 'reader')])],
  codes: ['invalid'],
  isJson: true,
  accepted: (book) => {
    expect(book.find('home')?.role).toBe('admin');
    expect(book.find('ab'.repeat(32))).toBeUndefined();
  },
});

it('a file of a gigabyte is refused before it is read', async () => {
  await writeFile(file, '', { mode: 0o600 });
  await truncate(file, 1024 * LIMITS.tokensFileBytes);
  await expect(open()).rejects.toThrow(expect.objectContaining({ code: 'invalid' }));
});
