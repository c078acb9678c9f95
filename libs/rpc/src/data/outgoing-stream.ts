import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Frame, FrameCodec } from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';

export type PullCall = ServerWritableStream<Buffer, Buffer>;

/** The frames for one peer. They wait here until the peer pulls, and whenever it reads more slowly than we write. */
export class OutgoingStream {
  #call: PullCall | undefined;
  #end: TrainError | undefined;
  #tail: Promise<void> = Promise.resolve();
  /** Woken by whatever may let a waiting frame go on: a pull, a drain, the end. */
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly peer: number,
    private readonly codec: FrameCodec,
  ) {}

  /** @throws TrainError `conflict` when the peer pulls already */
  attach(call: PullCall): void {
    if (this.#end) throw this.#end;
    if (this.#call) throw new TrainError('conflict', `rank ${this.peer} pulls already`);
    this.#call = call;
    call.on('drain', () => this.#wake());
    this.#wake();
  }

  send(frame: Frame): Promise<void> {
    const sent = this.#tail.then(() => this.#write(frame));
    this.#tail = sent.catch(() => undefined);
    return sent;
  }

  /** Everything sent from now on, and everything that still waits, fails with this. */
  fail(cause: TrainError): void {
    this.#end ??= cause;
    this.#wake();
  }

  /** Lets what is queued flow out, then ends the stream; gives up after `LIMITS.dataCloseMs`. */
  async close(clock: Clock): Promise<void> {
    this.fail(new TrainError('cancelled', 'this transport is closed'));
    const call = this.#call;
    if (!call || call.destroyed || call.cancelled) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(LIMITS.dataCloseMs, resolve);
      const done = () => {
        cancel();
        resolve();
      };
      call.once('finish', done);
      call.once('cancelled', done);
      call.end();
    });
  }

  async #write(frame: Frame): Promise<void> {
    await this.#until(() => this.#call !== undefined && this.#end === undefined);
    const call = this.#call as PullCall;
    const bytes = Buffer.allocUnsafe(this.codec.frameBytes(frame.payload.byteLength));
    this.codec.encodeInto(this.peer, frame, bytes);
    // Once written, a frame counts as sent: a peer that has all it needs may stop pulling before the drain.
    if (!call.write(bytes)) await this.#until(() => !call.writableNeedDrain || this.#end !== undefined);
  }

  async #until(ready: () => boolean): Promise<void> {
    for (;;) {
      if (ready()) return;
      if (this.#end) throw this.#end;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
