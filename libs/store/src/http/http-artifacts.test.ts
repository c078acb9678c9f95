import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, TrainError } from '@ringmaster/core';
import { type FileArtifacts, fileArtifacts } from '../artifacts/file-artifacts.js';
import { artifactServer, type ArtifactServer, TOKEN } from './artifact-server-for-tests.js';
import { httpArtifactSink, httpCheckpointStore } from './http-artifacts.js';

const JOB = 'job-aaaa';
const { signal } = new AbortController();
let root: string;
let artifacts: FileArtifacts;
let server: ArtifactServer;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rm-http-'));
  artifacts = fileArtifacts(root);
  server = await artifactServer(artifacts);
});
afterEach(async () => {
  await server.stop();
  await rm(root, { recursive: true, force: true });
});
const options = (retryMs = 10_000, token = TOKEN) => ({ url: server.url, token, jobId: JOB, retryMs });
const file = (bytes = 2_000_000) => ({
  name: 'model/weights.bin',
  bytes: new Uint8Array(randomBytes(bytes)),
});
const stored = async () => (await artifacts.list(JOB)).map(({ name, bytes }) => [name, bytes]);

describe('artifacts over HTTP', () => {
  it('waits for a coordinator that restarts', async () => {
    await server.stop();
    const put = httpArtifactSink(options()).put(file(), signal);
    await pause(300);
    await server.start();
    await put;
    expect(await stored()).toEqual([['model/weights.bin', 2_000_000]]);
  });

  it('follows a coordinator that moved while a request was repeated', async () => {
    let asked = 0;
    const url = () => (++asked < 3 ? 'http://127.0.0.1:1' : server.url);
    await httpArtifactSink({ ...options(), url }).put(file(), signal);
    expect(await stored()).toEqual([['model/weights.bin', 2_000_000]]);
  });

  it('repeats what broke off in the middle, in both directions', async () => {
    const store = httpCheckpointStore(options());
    let cuts = 0;
    server.fault = (request, response) => {
      if (cuts >= 4 || !['PUT', 'GET'].includes(request.method ?? '') || request.url?.includes('?'))
        return false;
      cuts++;
      if (request.method === 'PUT') request.once('data', () => request.destroy());
      else {
        response.writeHead(200, { 'content-length': 1_000 });
        response.write('half', () => response.destroy());
      }
      return true;
    };
    const saved = [file()];
    await store.save(1, saved, new TextEncoder().encode('m'), signal);
    expect(cuts).toBe(4);
    cuts = 2;
    const loaded = await store.load(1, signal);
    expect(cuts).toBe(4);
    expect(
      Buffer.compare(loaded.files.get('model/weights.bin') ?? Buffer.of(), saved[0]?.bytes ?? Buffer.of()),
    ).toBe(0);
  });

  it.each([502, 503, 504, 429])('repeats after status %i', async (status) => {
    let refusals = 2;
    server.fault = (request, response) => {
      if (refusals-- <= 0) return false;
      request.resume();
      response.writeHead(status).end('later');
      return true;
    };
    await httpArtifactSink(options()).put(file(100), signal);
    expect(server.requests).toHaveLength(3);
  });

  it('gives up after its time and says so', async () => {
    await server.stop();
    const put = httpArtifactSink(options(400)).put(file(100), signal);
    await expect(put).rejects.toMatchObject({
      code: 'unavailable',
      message: /did not answer for 400 ms.*ECONNREFUSED/,
    });
    await server.start();
  });

  it('takes as long as it takes while bytes go: only tries that come no further count', async () => {
    let passedMs = 0;
    const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + passedMs };
    let seen = 0;
    server.fault = (request) => {
      if (server.requests.length > 1) return false;
      request.on('data', (chunk: Buffer) => {
        const steps = Math.floor((seen + chunk.length) / 5_000_000) - Math.floor(seen / 5_000_000);
        seen += chunk.length;
        passedMs += 4_000 * steps;
        if (seen === 20_000_000) request.destroy();
      });
      return true;
    };
    await httpArtifactSink({ ...options(10_000), clock }).put(file(20_000_000), signal);
    expect([passedMs, server.requests.length]).toEqual([16_000, 2]);
    expect(await stored()).toEqual([['model/weights.bin', 20_000_000]]);
  });

  it('stops waiting at once when it is told to', async () => {
    await server.stop();
    const stop = new AbortController();
    const put = httpArtifactSink(options(60_000)).put(file(100), stop.signal);
    setTimeout(() => stop.abort(), 150);
    await expect(put).rejects.toMatchObject({ code: 'cancelled' });
    await server.start();
  });

  it('does not repeat what the coordinator refuses, and passes its error on', async () => {
    const put = httpArtifactSink(options(10_000, 'wrong')).put(file(), signal);
    await expect(put).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(server.requests).toHaveLength(1);
    server.fault = (request, response) => {
      request.resume();
      request.on('end', () =>
        response.writeHead(507).end(
          JSON.stringify({
            error: new TrainError('disk_full', 'no space', { details: { free: 0 } }).view(),
          }),
        ),
      );
      return true;
    };
    await expect(httpArtifactSink(options()).put(file(), signal)).rejects.toMatchObject({
      code: 'disk_full',
      details: { free: 0 },
    });
  });

  it('notices bytes that changed on the way', async () => {
    const store = httpCheckpointStore(options());
    await store.save(1, [file(100)], new TextEncoder().encode('manifest'), signal);
    server.fault = (request, response) => {
      if (request.method !== 'GET') return false;
      response.writeHead(200, { 'x-content-sha256': 'f'.repeat(64) }).end('manifesT');
      return true;
    };
    await expect(store.load(1, signal)).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });
});
