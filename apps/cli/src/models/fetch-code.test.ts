import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { DataFile } from '@ringmaster/contracts';
import { manifestHash } from '@ringmaster/data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireCode } from './fetch-code.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'rm-code-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** Asks for a job's code of a coordinator that gives `sent` for what was registered as `text`. */
async function ask(o: { allowCode?: boolean; sent?: string; files?: readonly DataFile[] } = {}) {
  const text = 'export default {};';
  const registered = [{ name: 'model.mjs', bytes: text.length, sha256: sha256(text) }];
  const hash = await manifestHash(registered);
  const data: Pick<Client['data'], 'manifest' | 'content'> = {
    manifest: (name) => Promise.resolve({ name, hash, files: [...(o.files ?? registered)] }),
    content: async function* () {
      yield await Promise.resolve(new TextEncoder().encode(o.sent ?? text));
    },
  };
  const document = { model: { name: 'module', code: { source: `code-own@${hash}`, file: 'model.mjs' } } };
  const access = { client: { data } as Client, call: {}, allowCode: o.allowCode ?? true };
  return requireCode(access, document, { directory, jobId: 'own-1' });
}

describe('the code of a job, on the machine of its user', () => {
  it('is in a file where that is allowed', async () => {
    expect(readFileSync((await ask()) ?? '', 'utf8')).toBe('export default {};');
  });

  it('is not even fetched where it is not', async () => {
    await expect(ask({ allowCode: false })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^job own-1 has its model as code .* say --allow-code/) as string,
    });
  });

  it('is what its hash names, whatever the coordinator says', async () => {
    await expect(ask({ sent: 'throw 1;' })).rejects.toMatchObject({ code: 'artifact_corrupt' });
    const other = [{ name: 'model.mjs', bytes: 8, sha256: sha256('throw 1;') }];
    await expect(ask({ sent: 'throw 1;', files: other })).rejects.toThrow(
      'others than those that its hash names',
    );
  });

  it('is nothing where the model is one of the library', async () => {
    const access = { client: {} as Client, call: {}, allowCode: true };
    const found = requireCode(access, { model: { name: 'mlp' } }, { directory, jobId: 'own-1' });
    expect(await found).toBeUndefined();
  });
});
