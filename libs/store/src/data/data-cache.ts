import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFile, type DataSetManifest, LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep, TrainError } from '@ringmaster/core';
import type { ByteSource, FileView } from '@ringmaster/data';
import { sha256Hex } from '../artifacts/artifact-digest.js';
import { fileFailure } from '../durable-files.js';
import { withDirectoryLock } from '../redis/directory-lock.js';
import { viewFile } from './file-view.js';
import { cacheLayout, type CacheUse, useDataSet } from './cache-room.js';

/** The bytes of a content from an offset on. @throws TrainError `unavailable` when asking again may help */
export type FetchContent = (sha256: string, offset: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;

export interface CachedDataSetOptions {
  /** The cache's directory; all processes of a host may share it. */
  readonly directory: string;
  readonly capBytes: number;
  readonly manifest: DataSetManifest;
  readonly fetch: FetchContent;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The files of a registered data set, kept on this host until others need the room. */
export interface CachedDataSet extends ByteSource {
  readonly hash: string;
  list(): Promise<readonly string[]>;
  view(name: string): Promise<FileView>;
  prepare(names: readonly string[]): Promise<void>;
  /** Lets others have the room. */
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Opens a registered data set through the cache. Each content is fetched once, whoever asks and however often: another
 * process waits for it. A fetch that broke off goes on where it stopped. Every byte that is given out was compared with
 * the manifest's hash; a damaged content is fetched again.
 */
export async function openCachedDataSet(o: CachedDataSetOptions): Promise<CachedDataSet> {
  const use = await useDataSet(o.directory, o.manifest, o.capBytes);
  const cache = new Cache(o, use);
  return {
    hash: o.manifest.hash,
    list: () => Promise.resolve(o.manifest.files.map(({ name }) => name)),
    prepare: (names) => cache.bring(names.map(cache.fileOf)),
    read: (name) => cache.read(name),
    view: (name) => cache.view(name),
    close: () => use.release(),
  };
}

class Cache {
  private readonly files: ReadonlyMap<string, DataFile>;
  private readonly layout: ReturnType<typeof cacheLayout>;
  private readonly brought = new Map<string, DataFile>();

  constructor(
    private readonly o: CachedDataSetOptions,
    private readonly use: CacheUse,
  ) {
    this.layout = cacheLayout(o.directory);
    this.files = new Map(o.manifest.files.map((file) => [file.name, file]));
  }

  readonly fileOf = (name: string): DataFile => {
    const file = this.files.get(name);
    if (file) return file;
    const known = [...this.files.keys()].slice(0, 10).join(', ');
    const { name: set, hash } = this.o.manifest;
    throw new TrainError(
      'not_found',
      `the data set ${set}@${hash.slice(0, 12)} holds no file ${name}; it holds ${known}${this.files.size > 10 ? ', …' : ''}`,
    );
  };

  /** Fetches what is not here. */
  async bring(files: readonly DataFile[]): Promise<void> {
    for (const file of files) this.brought.set(file.sha256, file);
    if ((await this.absent(files)).length === 0) return;
    const lock = this.layout.fetching(this.o.manifest.hash);
    await mkdir(lock, { recursive: true, mode: 0o700 });
    await withDirectoryLock(lock, LIMITS.dataFetchMs, async () => {
      const absent = await this.absent(files);
      if (absent.length === 0) return;
      await this.use.makeRoom([...this.brought.values()]);
      await this.fetchAll(absent);
    }).catch((cause: unknown) => {
      throw fileFailure(cause, `keeping the data set ${this.o.manifest.name} in ${this.o.directory}`);
    });
  }

  async read(name: string): Promise<Uint8Array> {
    const file = this.fileOf(name);
    await this.bring([file]);
    const bytes = await readFile(this.pathOf(file));
    if (sha256Hex(bytes) === file.sha256) return bytes;
    await this.bringAgain(name, file);
    const again = await readFile(this.pathOf(file));
    if (sha256Hex(again) === file.sha256) return again;
    throw this.damagedAgain(file);
  }

  /** A file that was compared, to be read by position. */
  async view(name: string): Promise<FileView> {
    const file = this.fileOf(name);
    await this.bring([file]);
    const view = await this.sameView(name, file);
    if (view) return view;
    await this.bringAgain(name, file);
    const again = await this.sameView(name, file);
    if (again) return again;
    throw this.damagedAgain(file);
  }

  /** Undefined where the content is not the manifest's. */
  private async sameView(name: string, file: DataFile): Promise<FileView | undefined> {
    const view = viewFile(name, this.pathOf(file));
    if ((await view.sha256()) === file.sha256) return { ...view, sha256: () => Promise.resolve(file.sha256) };
    view.close();
    return undefined;
  }

  private async bringAgain(name: string, file: DataFile): Promise<void> {
    this.o.logger.warn('a file in the cache of data sets is damaged and is fetched again', {
      file: name,
      path: this.pathOf(file),
    });
    await rm(this.pathOf(file), { force: true });
    await this.bring([file]);
  }

  private readonly damagedAgain = (file: DataFile): TrainError =>
    new TrainError(
      'artifact_corrupt',
      `${this.pathOf(file)} is damaged again right after it was fetched: check this disk`,
    );

  private readonly pathOf = ({ sha256 }: DataFile): string => join(this.layout.contents, sha256);

  private async absent(files: readonly DataFile[]): Promise<readonly DataFile[]> {
    const absent = new Map<string, DataFile>();
    for (const file of files) {
      const found = await stat(this.pathOf(file)).catch(() => undefined);
      if (found?.size !== file.bytes) absent.set(file.sha256, file);
    }
    return [...absent.values()];
  }

  private async fetchAll(absent: readonly DataFile[]): Promise<void> {
    const queue = [...absent];
    const failed = new AbortController();
    const signal = AbortSignal.any([this.o.signal, failed.signal]);
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.fetch(next, signal);
    };
    const workers = Array.from({ length: LIMITS.dataTransfers }, () =>
      worker().catch((error: unknown) => failed.abort(error)),
    );
    await Promise.all(workers);
    if (failed.signal.aborted) throw failed.signal.reason;
  }

  private async fetch(file: DataFile, signal: AbortSignal): Promise<void> {
    const part = join(this.layout.parts, file.sha256);
    await this.download(file, part, signal);
    if ((await digestOfFile(part)) !== file.sha256) {
      // Whatever a crashed process had left of it: begun again, once.
      await rm(part, { force: true });
      await this.download(file, part, signal);
      if ((await digestOfFile(part)) !== file.sha256) {
        await rm(part, { force: true });
        throw new TrainError(
          'artifact_corrupt',
          `${file.name} of the data set ${this.o.manifest.name} came with another SHA-256 than ${file.sha256}, twice; it is damaged in the coordinator's store: add the data again`,
        );
      }
    }
    await rename(part, this.pathOf(file));
  }

  private async download(file: DataFile, part: string, signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.o;
    let movedMs = clock.monotonicMs();
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      const handle = await open(part, 'a', 0o600);
      try {
        let { size } = await handle.stat();
        if (size > file.bytes) await handle.truncate((size = 0));
        if (size < file.bytes)
          for await (const chunk of this.o.fetch(file.sha256, size, signal)) {
            await handle.writeFile(chunk);
            movedMs = clock.monotonicMs();
            attempt = 0;
          }
        if ((await handle.stat()).size >= file.bytes) return;
      } catch (caught) {
        const mayPass = caught instanceof TrainError && caught.code === 'unavailable';
        if (signal.aborted || !mayPass || clock.monotonicMs() - movedMs > LIMITS.dataRetryMs) throw caught;
        if (attempt === 0)
          logger.warn('a fetch broke off and is tried again', { file: file.name, error: caught.message });
      } finally {
        await handle.close();
      }
      await sleep(clock, Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS), signal);
    }
  }
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
