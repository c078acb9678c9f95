import { Readable } from 'node:stream';
import { DataManifest, Label, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { requireRunning } from '@ringmaster/scheduling';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sourcesOf } from '../data/registered-data.js';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const HashStart = z.string().regex(/^[0-9a-f]{12,64}$/, 'must be 12–64 hexadecimal digits');
const count = z.coerce.number().int().min(0).max(LIMITS.dataFileBytes);
const PieceQuery = z.strictObject({ offset: count, bytes: count });
const ContentQuery = z.strictObject({ offset: count.default(0) });
const RemoveQuery = z.strictObject({ hash: HashStart.optional() });
const VersionParams = z.object({ name: Label, hash: HashStart });

/** How often a long fetch says that it goes on. */
const MOVED_MS = 1_000;
/** Manifests whose contents are remembered, so that each is read once for all the files that a worker fetches. */
const REMEMBERED_MANIFESTS = 8;

/** Handlers of the data routes. A rank reads the data set of its own job while its attempt runs. */
export function dataRoutes(parts: HttpParts) {
  const { data, registered, clock } = parts;
  const nameOf = (request: FastifyRequest) =>
    parsed(Label, (request.params as { name: string }).name, 'name of a data set');
  const version = async (request: FastifyRequest) => {
    const { name, hash } = parsed(VersionParams, request.params, 'path');
    const [found] = data.versions(name, hash);
    requireOwn(parts, request, `${name}@${found?.hash ?? hash}`);
    return data.manifest(name, hash);
  };
  const contents = rememberingContents(parts);

  return {
    datasets: async () => ({ datasets: registered.views() }),
    missingData: async (request: FastifyRequest) => {
      const { files } = parsed(DataManifest, request.body, 'manifest');
      return { missing: await data.missing(files) };
    },
    putDataPiece: async (request: FastifyRequest) => {
      const { sha256 } = parsed(z.object({ sha256: Sha256 }), request.params, 'path');
      const query = parsed(PieceQuery, request.query, 'query');
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      try {
        return await data.putPiece({ sha256, ...query }, body);
      } catch (error) {
        // Read to its end, or the sender would see a broken connection instead of the answer.
        if (!body.destroyed) for await (const chunk of body) void chunk;
        else await drained(request);
        throw error;
      }
    },
    publishData: async (request: FastifyRequest, reply: FastifyReply) => {
      const name = nameOf(request);
      const { files } = parsed(DataManifest, request.body, 'manifest');
      const { set, created } = await data.publish(name, files, new Date(clock.wallMs()).toISOString());
      return reply.code(created ? 201 : 200).send(registered.view(set));
    },
    removeData: async (request: FastifyRequest) => {
      const { hash } = parsed(RemoveQuery, request.query, 'query');
      return { removed: await registered.remove(nameOf(request), hash) };
    },
    dataManifest: version,
    dataContent: async (request: FastifyRequest, reply: FastifyReply) => {
      const { sha256 } = parsed(z.object({ sha256: Sha256 }), request.params, 'path');
      const { offset } = parsed(ContentQuery, request.query, 'query');
      const { name, hash } = parsed(VersionParams, request.params, 'path');
      const source = `${name}@${hash}`;
      requireOwn(parts, request, source);
      if (!(await contents(name, hash)).has(sha256))
        throw new TrainError('not_found', `${source} has no file with the content ${sha256}`);
      const { bytes, stream } = await data.read(sha256, offset);
      reply.headers({
        'content-type': 'application/octet-stream',
        'content-length': Math.max(0, bytes - offset),
        'x-content-sha256': sha256,
        'content-disposition': 'attachment',
      });
      return reply.send(Readable.from(moving(parts, source, stream)));
    },
  };
}

function requireOwn({ store }: HttpParts, { caller }: FastifyRequest, source: string): void {
  if (caller.kind !== 'rank') return;
  const { jobId, attempt } = caller.grant;
  const record = store.get(jobId);
  if (!record || !sourcesOf(record.job).includes(source))
    throw new TrainError('forbidden', `this token is for the data of job ${jobId}, not for ${source}`);
  requireRunning(record, attempt, 'read data');
}

function rememberingContents({ data }: HttpParts) {
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  return (name: string, hash: string): Promise<ReadonlySet<string>> => {
    // Asked each time: it may have been removed.
    if (data.versions(name, hash).length === 0)
      return data.manifest(name, hash).then(({ files }) => new Set(files.map((file) => file.sha256)));
    const found = known.get(hash);
    if (found) return found;
    const reading = data
      .manifest(name, hash)
      .then(({ files }) => new Set(files.map(({ sha256 }) => sha256)))
      .catch((error: unknown) => {
        known.delete(hash);
        throw error;
      });
    known.set(hash, reading);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_MANIFESTS && oldest !== undefined) known.delete(oldest);
    return reading;
  };
}

/** A gang whose ranks are still fetching is not late. */
async function* moving({ clock, store, dataMoved }: HttpParts, source: string, stream: Readable) {
  let saidMs = -Infinity;
  for await (const chunk of stream) {
    if (clock.monotonicMs() - saidMs >= MOVED_MS) {
      saidMs = clock.monotonicMs();
      for (const record of store.open()) if (sourcesOf(record.job).includes(source)) dataMoved(record);
    }
    yield chunk as Buffer;
  }
}

async function drained({ raw }: FastifyRequest): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  raw.resume();
  await new Promise<void>((resolve) => {
    raw.once('end', resolve);
    raw.once('close', resolve);
  });
}
