import { z } from 'zod';

const DURATION_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SIZE_BYTES = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

function parseQuantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text);
  const unit = match?.[2] === undefined ? undefined : units[match[2]];
  return match?.[1] === undefined || unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}

function quantity(units: Readonly<Record<string, number>>, example: string) {
  return z.string().refine((text) => (parseQuantity(text, units) ?? 0) > 0, {
    message: `must be a positive number with a unit (${Object.keys(units).join(', ')}), for example "${example}"`,
  });
}

/** A length of time such as `90s` or `1h`. Read it with {@link durationMs}. */
export const Duration = quantity(DURATION_MS, '1h');
/** An amount of memory such as `4GiB`. Read it with {@link sizeBytes}. */
export const ByteSize = quantity(SIZE_BYTES, '4GiB');

/** Milliseconds of a checked {@link Duration}. */
export const durationMs = (text: string): number => parseQuantity(text, DURATION_MS) ?? 0;
/** Bytes of a checked {@link ByteSize}. */
export const sizeBytes = (text: string): number => parseQuantity(text, SIZE_BYTES) ?? 0;
