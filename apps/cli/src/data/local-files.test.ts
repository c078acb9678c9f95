import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLocalFiles, hashFiles } from './local-files.js';
import { localDataName, locateFiles } from './local-path.js';

let root: string;
const at = (name: string) => join(root, name);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rm-local-files-'));
  mkdirSync(at('set/b'), { recursive: true });
  writeFileSync(at('set/b/2.txt'), 'two');
  writeFileSync(at('set/a 1.txt'), 'one');
  writeFileSync(at('set/.DS_Store'), 'x');
  writeFileSync(at('outside.txt'), 'secret');
});
afterEach(() => rmSync(root, { recursive: true }));
const names = async (path: string) => (await findLocalFiles(path)).files.map(({ name }) => name);

describe('local files', () => {
  it('are found below a directory, by name, without hidden ones', async () => {
    expect(await names(at('set'))).toEqual(['a 1.txt', 'b/2.txt']);
    expect((await findLocalFiles(at('set'))).hidden).toEqual(['.DS_Store']);
    expect(await names(at('set/b/2.txt'))).toEqual(['2.txt']);
  });

  it('follow links inside the directory', async () => {
    symlinkSync(at('set/b'), at('set/c'));
    expect(await names(at('set'))).toEqual(['a 1.txt', 'b/2.txt', 'c/2.txt']);
  });

  it.each<[string, () => void, string]>([
    ['a link to a file outside', () => symlinkSync(at('outside.txt'), at('set/x')), 'out of the directory'],
    ['a link to a directory outside', () => symlinkSync('/etc', at('set/x')), 'is a symbolic link to /etc'],
    ['a link to nowhere', () => symlinkSync(at('nothing'), at('set/x')), 'leads nowhere'],
    ['links in a circle', () => symlinkSync(at('set'), at('set/b/x')), 'in a circle'],
    ['a pipe', () => execFileSync('mkfifo', [at('set/x')]), 'is neither a file nor a directory'],
    ['a name with control characters', () => writeFileSync(at('set/a\nb'), ''), 'its name must be'],
    [
      'a directory without files',
      () => rmSync(at('set/b/2.txt')) ?? rmSync(at('set/a 1.txt')),
      'holds no files',
    ],
    ['nothing at all', () => rmSync(at('set'), { recursive: true }), 'there is no such file or directory'],
  ])('refuse %s', async (_what, make, message) => {
    make();
    await expect(findLocalFiles(at('set'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(findLocalFiles(at('set'))).rejects.toThrow(message);
  });

  it('refuse a file that changes while it is read', async () => {
    const { files } = await findLocalFiles(at('set'));
    writeFileSync(at('set/b/2.txt'), 'three');
    const act = hashFiles(files, { signal: new AbortController().signal, onBytes: () => undefined });
    await expect(act).rejects.toThrow('2.txt changed while it was read');
  });
});

describe('data.path', () => {
  const one = (dataset: string) => dataset === 'csv';
  it('is meant beside the document, and names its one file', async () => {
    const document = { data: { dataset: 'csv', path: 'set/b/2.txt', config: { label: 'y' } } };
    expect(await locateFiles(document, { documentFile: at('job.yaml'), takesOneFile: one })).toEqual({
      data: { dataset: 'csv', path: at('set/b/2.txt'), config: { label: 'y', file: '2.txt' } },
    });
    const idx = { data: { dataset: 'idx', path: 'set' } };
    expect(await locateFiles(idx, { documentFile: at('job.yaml'), takesOneFile: one })).toEqual({
      data: { dataset: 'idx', path: at('set') },
    });
  });

  it('of weights is meant beside the document too', async () => {
    const begin = (path: string) => ({ model: { name: 'mlp', initial: { path } } });
    expect(
      await locateFiles(begin('set/b/2.txt'), { documentFile: at('job.yaml'), takesOneFile: one }),
    ).toEqual({
      model: { name: 'mlp', initial: { path: at('set/b/2.txt'), file: '2.txt' } },
    });
    await expect(
      locateFiles(begin('set'), { documentFile: at('job.yaml'), takesOneFile: one }),
    ).rejects.toThrow('model.initial.path: set is a directory, not a file');
  });

  it('must be there', async () => {
    const act = locateFiles(
      { data: { dataset: 'csv', path: 'no.csv' } },
      { documentFile: at('job.yaml'), takesOneFile: one },
    );
    await expect(act).rejects.toThrow(
      `data.path: no.csv: there is no such file or directory (${at('no.csv')})`,
    );
  });

  it.each([
    ['/x/Iris Data.csv', 'local-iris-data'],
    ['/x/---', 'local'],
    [`/x/${'a'.repeat(100)}`, `local-${'a'.repeat(57)}`],
  ])('%s is uploaded as %s', (path, name) => expect(localDataName(path)).toBe(name));
});
