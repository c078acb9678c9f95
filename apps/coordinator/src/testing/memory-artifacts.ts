import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { TrainError } from '@ringmaster/core';
import type { Artifacts } from '../ports.js';

/** {@link Artifacts} in memory. */
export function memoryArtifacts(): Artifacts {
  const files = new Map<string, Buffer>();
  const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const key = (jobId: string, name: string) => `${jobId}/${name}`;
  const names = (jobId: string, prefix: string) =>
    [...files.keys()]
      .filter((one) => one.startsWith(key(jobId, prefix)))
      .map((one) => one.slice(jobId.length + 1));
  const entry = (jobId: string, name: string) => {
    const bytes = files.get(key(jobId, name));
    if (!bytes) throw new TrainError('not_found', `job ${jobId} has no artifact ${name}`);
    return { name, bytes: bytes.length, sha256: sha(bytes) };
  };
  return {
    async put(jobId, name, stream, { sha256 } = {}) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      if (sha256 !== undefined && sha256 !== sha(bytes))
        throw new TrainError('artifact_corrupt', `artifact ${name} arrived with other bytes than were sent`);
      files.set(key(jobId, name), bytes);
      return entry(jobId, name);
    },
    get: async (jobId, name) => ({
      ...entry(jobId, name),
      stream: Readable.from([files.get(key(jobId, name)) ?? Buffer.alloc(0)]),
    }),
    list: async (jobId, prefix = '') => names(jobId, prefix).map((name) => entry(jobId, name)),
    async remove(jobId, name) {
      const gone = name.endsWith('/') ? names(jobId, name) : [name];
      for (const one of gone) files.delete(key(jobId, one));
    },
  };
}
