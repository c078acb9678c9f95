import { terminalText } from '@ringmaster/core';

/** Field names whose values never appear in a log, wherever they stand and whatever surrounds them. */
const SECRET = /token|secret|password|authorization|cookie/i;
const REDACTED = '[redacted]';
const MAX_DEPTH = 6;

/** A copy of log fields that is safe to write: secrets redacted, text without control characters, errors as data. */
export function cleanFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return cleanEntries(Object.entries(fields), 0, new Set([fields]));
}

function cleanEntries(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
  above: ReadonlySet<object>,
): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([key, value]) => [
      terminalText(key),
      SECRET.test(key) && value !== undefined ? REDACTED : cleanValue(value, depth + 1, above),
    ]),
  );
}

function cleanValue(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return terminalText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH || above.has(value)) return '[…]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  const inside = new Set(above).add(value);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1, inside));
  return cleanEntries(value instanceof Error ? errorEntries(value) : Object.entries(value), depth, inside);
}

function errorEntries(error: Error): readonly (readonly [string, unknown])[] {
  const code: unknown = 'code' in error ? error.code : undefined;
  const { name, message, stack, cause } = error;
  return Object.entries({ name, message, code, stack, cause }).filter(([, value]) => value !== undefined);
}
