import type { Frame, Transport } from '@ringmaster/collective';
import { afterEach, describe, expect, it } from 'vitest';

export interface OpenTransports {
  /** One per rank, connected to each other. */
  readonly transports: readonly Transport[];
  close(): Promise<void>;
}

/** What every transport promises. `open` gives a fresh set of connected ranks of one generation. */
export function transportContract(name: string, open: (world: number) => Promise<OpenTransports>): void {
  const opened: OpenTransports[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((set) => set.close()));
  });
  const start = async (world: number) => {
    const set = await open(world);
    opened.push(set);
    return set.transports.map((transport) => ({ transport, ...record(transport) }));
  };

  describe(`transport contract: ${name}`, () => {
    it('carries header and payload, both ways at once, in the order sent', async () => {
      const [a, b] = await start(2);
      await Promise.all([
        ...[0, 1, 2, 3, 4].map((i) => a!.transport.send(1, frame(i, 100 + i))),
        ...[0, 1, 2].map((i) => b!.transport.send(0, frame(i, i))),
      ]);
      await b!.until(() => b!.frames.length === 5);
      await a!.until(() => a!.frames.length === 3);
      b!.frames.forEach(({ from, frame: got }, i) => expectFrame(from, got, 0, frame(i, 100 + i)));
      a!.frames.forEach(({ from, frame: got }, i) => expectFrame(from, got, 1, frame(i, i)));
    });

    it('keeps peers apart', async () => {
      const ranks = await start(3);
      await Promise.all(
        ranks.flatMap(({ transport }, from) =>
          [0, 1, 2].filter((to) => to !== from).map((to) => transport.send(to, frame(10 * from + to, 8))),
        ),
      );
      for (const [to, rank] of ranks.entries()) {
        await rank.until(() => rank.frames.length === 2);
        const seen = rank.frames.map(({ from, frame: got }) => [from, got.header.step]).sort();
        expect(seen).toEqual([0, 1, 2].filter((from) => from !== to).map((from) => [from, 10 * from + to]));
      }
    });

    it('lets the caller reuse the payload once send has resolved', async () => {
      const [a, b] = await start(2);
      const payload = new Uint8Array(1_000);
      for (let i = 0; i < 20; i++) {
        payload.fill(i);
        await a!.transport.send(1, { ...frame(i, 0), payload });
      }
      payload.fill(255);
      await b!.until(() => b!.frames.length === 20);
      b!.frames.forEach(({ frame: got }, i) => expect(got.payload.every((byte) => byte === i)).toBe(true));
    });

    it('carries more than its buffers hold', async () => {
      const [a, b] = await start(2);
      const [size, count] = [256 * 1024, 96];
      for (let i = 0; i < count; i++)
        await a!.transport.send(1, { ...frame(i, 0), payload: new Uint8Array(size).fill(i) });
      await b!.until(() => b!.frames.length === count);
      b!.frames.forEach(({ frame: { header, payload } }, i) => {
        expect([header.step, payload.length, payload[0], payload[size - 1]]).toEqual([i, size, i, i]);
      });
    });

    it('delivers what was sent before a close, then reports the peer lost once', async () => {
      const [a, b, c] = await start(3);
      for (let i = 0; i < 8; i++) await a!.transport.send(1, frame(i, 100_000));
      await Promise.all([a!.transport.close(), a!.transport.close()]);
      await b!.until(() => b!.lost.length > 0);
      await c!.until(() => c!.lost.length > 0);
      expect(b!.frames).toHaveLength(8);
      await b!.transport.send(2, frame(1, 4));
      await c!.until(() => c!.frames.length === 1);
      expect([b!.lost, c!.lost].map((lost) => lost.map(({ peer }) => peer))).toEqual([[0], [0]]);
      expect(b!.lost[0]!.cause.message).toContain('rank 0');
      await expect(b!.transport.send(0, frame(1, 4))).rejects.toMatchObject({ code: 'peer_lost' });
    });

    it('refuses to send when closed, and to ranks that do not exist', async () => {
      const [a] = await start(2);
      await expect(a!.transport.send(5, frame(0, 1))).rejects.toThrow(/rank 5/);
      await a!.transport.close();
      await expect(a!.transport.send(1, frame(0, 1))).rejects.toMatchObject({ code: 'cancelled' });
      expect(a!.lost).toEqual([]);
    });
  });
}

const frame = (step: number, bytes: number): Frame => ({
  header: { round: 3, step, kind: 'partial', bucket: 2, part: step, offset: 4 * step },
  payload: Uint8Array.from({ length: bytes }, (_, i) => i + step),
});

function expectFrame(from: number, got: Frame, wantFrom: number, want: Frame): void {
  expect(from).toBe(wantFrom);
  expect(got.header).toEqual(want.header);
  expect(got.payload.length).toBe(want.payload.length);
  expect(got.payload.every((byte, i) => byte === want.payload[i])).toBe(true);
}

function record(transport: Transport) {
  const frames: { readonly from: number; readonly frame: Frame }[] = [];
  const lost: { readonly peer: number; readonly cause: Error }[] = [];
  let wake = () => undefined as void;
  transport.onPeerLost((peer, cause) => {
    lost.push({ peer, cause });
    wake();
  });
  transport.onFrame((from, { header, payload }) => {
    frames.push({ from, frame: { header, payload: payload.slice() } });
    wake();
  });
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { frames, lost, until };
}
