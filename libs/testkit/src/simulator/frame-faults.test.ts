import { describe, expect, it } from 'vitest';
import { FrameFaults } from './frame-faults.js';
import type { Fault } from './scenario.js';
import { VirtualTime } from './virtual-time.js';

const NOW = async () => undefined;

function linkWith(...faults: Extract<Fault, { kind: 'frame' }>[]) {
  const time = new VirtualTime();
  const told: string[] = [];
  const arrived: number[] = [];
  const frames = new FrameFaults({ seed: 1, faults }, time, (text) => void told.push(text));
  const link = frames.link(([first = NaN]) => void arrived.push(first));
  return { time, told, arrived, link, other: frames.link(() => undefined) };
}
const frame = (name: number) => Uint8Array.of(name);
const swapped = (index: number) => ({ kind: 'frame', index, fate: 'swapped' }) as const;

describe('frames on their way', () => {
  it('swapped: two of one connection change places, whatever passes elsewhere', () => {
    const { link, other, arrived, told } = linkWith(swapped(2));
    link.pass(frame(1));
    link.pass(frame(2));
    other.pass(frame(9));
    expect(arrived).toEqual([1]);
    link.pass(frame(3));
    link.pass(frame(4));
    expect(arrived).toEqual([1, 3, 2, 4]);
    expect(told).toEqual(['frame 2 is overtaken by the one behind it']);
  });

  it('swapped: one that nothing follows is late, not lost', async () => {
    const { time, link, arrived } = linkWith(swapped(1));
    const seen: (readonly number[])[] = [];
    for (const atMs of [99, 101]) time.after(atMs, () => void seen.push([...arrived]));
    link.pass(frame(1));
    await time.pass(NOW, 200, () => false);
    expect(seen).toEqual([[], [1]]);
    link.pass(frame(2));
    link.release();
    expect(arrived).toEqual([1, 2]);
  });

  it('swapped: what is kept back when the connection is closed still leaves', () => {
    const { link, arrived } = linkWith(swapped(1), swapped(2));
    link.pass(frame(1));
    link.pass(frame(2));
    expect(arrived).toEqual([1]);
    link.release();
    expect(arrived).toEqual([1, 2]);
  });
});
