import { TrainError } from '@ringmaster/core';
import { parseSpec } from './parse-spec.js';

const REFUSED = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The document with `--set path=value` applied in order; the given document is not changed. Paths are dotted and may
 * hold indices (`data.augment.0.pixels`); values are YAML (`5`, `true`, `[]`, `{kind: sgd}`). Mappings on the way are made.
 * @throws TrainError `invalid` naming the assignment
 */
export function applyOverrides(document: unknown, assignments: readonly string[]): unknown {
  const root = structuredClone(document);
  for (const assignment of assignments) assign(root, assignment);
  return root;
}

function assign(root: unknown, assignment: string): void {
  const refuse = (why: string): never => {
    throw new TrainError('invalid', `--set ${assignment}: ${why}`);
  };
  const equals = assignment.indexOf('=');
  if (equals <= 0) refuse('must be path=value, for example training.epochs=5');
  const path = assignment.slice(0, equals).split('.');
  if (path.some((key) => key === '' || REFUSED.has(key))) refuse('the path is not valid');
  const text = assignment.slice(equals + 1);
  const value = text.trim() === '' ? '' : parseSpec(`--set ${path.join('.')}`, text);

  let target = root;
  for (const key of path.slice(0, -1)) {
    const container = containerOf(target, key) ?? refuse(`"${key}" has no place in ${typeof target}`);
    target = read(container, key) ?? (write(container, key, {}), read(container, key));
  }
  const last = path.at(-1) ?? '';
  write(containerOf(target, last) ?? refuse(`"${last}" is not below a mapping or a list`), last, value);
}

type Container = Record<string, unknown> | unknown[];

/** `target` when `key` may be read and written there: any key of a mapping, an index up to the end of a list. */
function containerOf(target: unknown, key: string): Container | undefined {
  if (Array.isArray(target)) return /^\d+$/.test(key) && Number(key) <= target.length ? target : undefined;
  return typeof target === 'object' && target !== null ? (target as Record<string, unknown>) : undefined;
}

const read = (container: Container, key: string): unknown =>
  Array.isArray(container)
    ? container[Number(key)]
    : Object.hasOwn(container, key)
      ? container[key]
      : undefined;

function write(container: Container, key: string, value: unknown): void {
  if (Array.isArray(container)) container[Number(key)] = value;
  else container[key] = value;
}
