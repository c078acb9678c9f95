import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointStoreContract, type CheckpointStoreSubject } from '@ringmaster/testkit';
import { fileArtifacts } from '../artifacts/file-artifacts.js';
import { artifactServer, TOKEN } from '../http/artifact-server-for-tests.js';
import { httpCheckpointStore } from '../http/http-artifacts.js';
import { fileCheckpointStore } from './file-checkpoint-store.js';

const JOB = 'job-aaaa';

const corruptBelow = (root: string) => async (step: number, file: string) => {
  const path = join(root, JOB, 'checkpoints', `step-${String(step).padStart(8, '0')}`, file);
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  await writeFile(path, bytes);
};
const newRoot = () => mkdtemp(join(tmpdir(), 'rm-contract-'));

checkpointStoreContract('files', async (): Promise<CheckpointStoreSubject> => {
  const root = await newRoot();
  return {
    store: fileCheckpointStore(fileArtifacts(root), JOB),
    corrupt: corruptBelow(root),
    close: () => rm(root, { recursive: true, force: true }),
  };
});

checkpointStoreContract('http', async (): Promise<CheckpointStoreSubject> => {
  const root = await newRoot();
  const server = await artifactServer(fileArtifacts(root));
  return {
    store: httpCheckpointStore({ url: server.url, token: TOKEN, jobId: JOB }),
    corrupt: corruptBelow(root),
    close: async () => {
      await server.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
});
