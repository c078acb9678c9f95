import { Duration, durationMs } from '@ringmaster/contracts';
import { InvalidArgumentError } from 'commander';

/** Parsers of option values; what does not fit is a usage error that names the option. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 up.');
}

export function duration(text: string): number {
  if (Duration.safeParse(text).success) return durationMs(text);
  throw new InvalidArgumentError('It must be a length of time such as 30s, 10m or 2h.');
}

export const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];
