import { TrainError } from '@ringmaster/core';
import {
  type ArtifactBody,
  type ArtifactInfo,
  type ArtifactSize,
  type ArtifactStore,
  type PutOptions,
  sha256Hex,
} from '@ringmaster/training';

interface Stored extends ArtifactInfo {
  readonly content: Uint8Array;
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(\/[A-Za-z0-9_][A-Za-z0-9._-]{0,127})*$/;
const JOB_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

function checked(jobId: string, name: string): string {
  if (!JOB_ID.test(jobId) || !NAME.test(name) || name.length > 512)
    throw new TrainError('invalid', `artifact ${JSON.stringify(name.slice(0, 80))} of job ${jobId}`);
  return name;
}

/** Artifacts in memory, with the promises of the real thing: copies, whole or not at all, digests compared. */
export function memoryArtifacts(): ArtifactStore {
  const jobs = new Map<string, Map<string, Stored>>();
  const below = (jobId: string, prefix: string): readonly Stored[] =>
    [...(jobs.get(jobId)?.values() ?? [])]
      .filter(({ name }) => name.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    put: async (jobId, name, body, options = {}) => {
      checked(jobId, name);
      const content = await contentOf(name, body, options);
      const sha256 = await sha256Hex(content);
      if (options.sha256 !== undefined && options.sha256.toLowerCase() !== sha256)
        throw new TrainError('artifact_corrupt', `artifact ${name}: ${sha256} instead of ${options.sha256}`);
      const own = jobs.get(jobId) ?? new Map<string, Stored>();
      jobs.set(jobId, own.set(name, { ...sizeOf(name, content), sha256, content }));
      return { ...sizeOf(name, content), sha256 };
    },
    get: async (jobId, name) => {
      checked(jobId, name);
      const found = jobs.get(jobId)?.get(name);
      if (!found) throw new TrainError('not_found', `job ${jobId} has no artifact ${name}`);
      const { content, ...info } = found;
      return { ...info, stream: one(content.slice()) };
    },
    list: async (jobId, prefix = '') => below(jobId, prefix).map(({ content: _, ...info }) => info),
    sizes: async (jobId, prefix = '') =>
      below(jobId, prefix).map(({ name, bytes, modifiedAt }): ArtifactSize => ({ name, bytes, modifiedAt })),
    remove: async (jobId, nameOrPrefix) => {
      const isPrefix = nameOrPrefix.endsWith('/');
      const name = checked(jobId, isPrefix ? nameOrPrefix.slice(0, -1) : nameOrPrefix);
      const gone = isPrefix ? below(jobId, nameOrPrefix).map((found) => found.name) : [name];
      return gone.filter((each) => jobs.get(jobId)?.delete(each)).length > 0;
    },
    removeAll: async (jobId) => jobs.delete(jobId),
  };
}

const sizeOf = (name: string, content: Uint8Array): ArtifactSize => ({
  name,
  bytes: content.byteLength,
  modifiedAt: new Date().toISOString(),
});

async function* one(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

async function contentOf(name: string, body: ArtifactBody, { signal }: PutOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    if (signal?.aborted) throw new TrainError('cancelled', `storing artifact ${name} was cancelled`);
    chunks.push(chunk.slice());
  }
  const content = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.byteLength;
  }
  return content;
}
