import { LIMITS } from '@ringmaster/contracts';
import type { Problem } from './problem.js';

const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What a document may be made of, checked before any schema sees it: plain objects, arrays and scalars, no key that
 * could reach a prototype, bounded depth and size (YAML aliases can make a small file a huge or an endless tree).
 */
export function guardDocument(document: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  let nodes = 0;

  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    // A document of n bytes cannot hold more than n values, unless aliases multiply them.
    if (++nodes > LIMITS.jobDocumentBytes) return;
    if (value === null || typeof value !== 'object') return visitScalar(value, path);
    if (path.length >= LIMITS.jobDocumentDepth) {
      problems.push({ path: dotted(path), message: `nested deeper than ${LIMITS.jobDocumentDepth} levels` });
      return;
    }
    if (Array.isArray(value)) return value.forEach((item, index) => visit(item, [...path, index]));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      problems.push({ path: dotted(path), message: 'must be a plain mapping of keys to values' });
      return;
    }
    for (const key of Object.keys(value)) {
      if (REFUSED_KEYS.has(key))
        problems.push({ path: dotted([...path, key]), message: 'this key is not allowed' });
      else visit((value as Record<string, unknown>)[key], [...path, key]);
    }
  };

  const visitScalar = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === 'number' && !Number.isFinite(value))
      problems.push({ path: dotted(path), message: `must be a finite number, not ${value}` });
    else if (!['string', 'number', 'boolean', 'undefined', 'object'].includes(typeof value))
      problems.push({ path: dotted(path), message: `cannot be a ${typeof value}` });
  };

  visit(document, []);
  if (nodes > LIMITS.jobDocumentBytes)
    problems.push({ path: '', message: `holds more than ${LIMITS.jobDocumentBytes} values` });
  return problems;
}

/** `['data', 'augment', 0, 'pixels']` → `data.augment.0.pixels`. */
export const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');
