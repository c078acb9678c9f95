import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { EndpointFile, type HomeLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

const PRIVATE = 0o600;

/** Makes the directories of a home, each for its user alone. */
export async function prepareHome(home: HomeLayout): Promise<void> {
  for (const dir of [home.root, home.logDir, home.artifactsDir, home.datasetsDir, home.dataDir])
    await mkdir(dir, { recursive: true, mode: 0o700 });
}

/**
 * The home's token, made on the first start: 256 random bits. Two coordinators that start at once get the same one.
 * @throws TrainError `invalid` when the file is readable by others or does not hold a token
 */
export async function obtainToken(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: PRIVATE, flag: 'wx' });
  try {
    // A hard link fails when the name is taken: the first one stays.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0)
    throw new TrainError(
      'invalid',
      `${path} can be read by others; run: chmod 600 ${path}, and replace the token`,
    );
  const token = (await readFile(path, 'utf8')).trim();
  if (!/^[\x21-\x7e]{16,512}$/.test(token))
    throw new TrainError(
      'invalid',
      `${path} does not hold a token of 16 or more characters; remove it to get a new one`,
    );
  return token;
}

/** Where the coordinator before served; undefined when there was none or its file cannot be read. */
export async function readEndpoint(path: string): Promise<EndpointFile | undefined> {
  try {
    return EndpointFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeEndpoint(path: string, endpoint: EndpointFile): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(endpoint, null, 2)}\n`, { mode: PRIVATE, flag: 'wx' });
  await chmod(draft, PRIVATE);
  await rename(draft, path);
}

/** Only its own: a successor may have written it already. */
export async function removeEndpoint(path: string, pid: number): Promise<void> {
  if ((await readEndpoint(path))?.pid === pid) await rm(path, { force: true });
}

/** Names of the directories in a directory; none when it cannot be read. */
export async function directoriesOf(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isFile()).map((entry) => entry.name);
}
