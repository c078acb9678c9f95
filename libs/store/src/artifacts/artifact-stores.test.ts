import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactStoreContract } from '@ringmaster/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileArtifacts } from './file-artifacts.js';
import { sharedDirectoryArtifacts } from './shared-directory.js';

const newRoot = () => mkdtemp(join(tmpdir(), 'rm-artifacts-'));
const removed = (root: string) => () => rm(root, { recursive: true, force: true });

artifactStoreContract('local directory', async () => {
  const root = await newRoot();
  return { store: fileArtifacts(join(root, 'artifacts')), close: removed(root) };
});

artifactStoreContract('shared directory', async () => {
  const root = await newRoot();
  const store = await sharedDirectoryArtifacts({ path: root, namespace: 'home-1', isKnown: false });
  return { store, close: removed(root) };
});

describe('a shared directory', () => {
  let root: string;
  beforeEach(async () => void (root = await newRoot()));
  afterEach(() => removed(root)());
  const open = (path: string, isKnown = false, namespace = 'home-1') =>
    sharedDirectoryArtifacts({ path, namespace, isKnown });
  const text = (value: string) => new TextEncoder().encode(value);

  it('is refused when it is missing, a file, or the wrong one', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(open(join(root, 'none'))).rejects.toMatchObject({
      code: 'unavailable',
      message: /none: there is no such directory; is it mounted\?/,
    });
    await expect(open(join(root, 'file'))).rejects.toMatchObject({ message: /file: is no directory/ });
    await expect(open(root, true)).rejects.toMatchObject({ message: /home-1 is missing in it/ });
  });

  it('is refused when it cannot be written', async (context) => {
    // A user that may do anything is stopped by what cannot hold files at all.
    const isAllPowerful = process.getuid?.() === 0;
    if (isAllPowerful && process.platform !== 'linux') return context.skip('root may write everywhere here');
    const path = isAllPowerful ? '/proc/sys' : root;
    if (!isAllPowerful) await chmod(root, 0o500);
    await expect(open(path)).rejects.toMatchObject({
      code: 'unavailable',
      message: /cannot be written by this user/,
    });
    await chmod(root, 0o700);
  });

  it('keeps coordinators apart, also when both have a job of one name', async () => {
    const [one, other] = [await open(root), await open(root, false, 'home-2')];
    await one.put('job-aaaa', 'x', text('one'));
    expect(await other.list('job-aaaa')).toEqual([]);
    await other.put('job-aaaa', 'x', text('other'));
    await other.removeAll('job-aaaa');
    expect(await one.list('job-aaaa')).toMatchObject([{ name: 'x', bytes: 3 }]);
    expect((await readdir(root)).sort()).toEqual(['home-1', 'home-2']);
  });

  it('does not write to the local disk when its mount is gone', async () => {
    const mount = join(root, 'mount');
    await mkdir(mount);
    const store = await open(mount);
    await rename(mount, join(root, 'elsewhere'));
    await mkdir(mount);
    await expect(store.put('job-aaaa', 'x', text('x'))).rejects.toMatchObject({
      code: 'unavailable',
      message: /is it still mounted\?/,
    });
    expect(await readdir(mount)).toEqual([]);
  });
});
