/** One field of a document that another one has differently; absent ones are null. */
export interface DocumentChange {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** In which fields two documents differ, by dotted path, in order. Lists are compared whole. */
export function documentChanges(before: unknown, after: unknown, path = ''): readonly DocumentChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      documentChanges(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path, from: before ?? null, to: after ?? null }];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
