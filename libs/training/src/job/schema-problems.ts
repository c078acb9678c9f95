import { JobDocument } from '@ringmaster/contracts';
import { nearest } from '@ringmaster/core';
import { z } from 'zod';
import { dotted } from './document-guard.js';
import type { Problem } from './problem.js';

/** Zod's issues as problems of ours: one a key, and unknown keys with the known one that looks most alike. */
export function schemaProblems(document: unknown, issues: readonly z.core.$ZodIssue[]): readonly Problem[] {
  return issues.flatMap((issue): readonly Problem[] => {
    if (issue.code === 'invalid_union' && issue.errors.length > 0)
      return schemaProblems(document, ofAlternative(issue, valueAt(document, issue.path)));
    if (issue.code !== 'unrecognized_keys') return [{ path: dotted(issue.path), message: describe(issue) }];
    const known = knownKeys(document, issue.path);
    return issue.keys.map((key) => {
      const guess = nearest(key, known);
      const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
      return { path: dotted([...issue.path, key]), message: `unknown key${hint}` };
    });
  });
}

/** What is wrong with a value that may be a name or a mapping: as the mapping where it is one. */
function ofAlternative(
  { path, errors }: z.core.$ZodIssueInvalidUnion,
  value: unknown,
): readonly z.core.$ZodIssue[] {
  const isMapping = typeof value === 'object' && value !== null;
  const issues = (isMapping ? errors.at(-1) : errors[0]) ?? [];
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    document,
  );

function describe(issue: z.core.$ZodIssue): string {
  const text = issue.message.replace(/^Invalid input: /, '').replace(/^Too (small|big): /, '');
  return issue.code === 'invalid_union' && 'discriminator' in issue && issue.discriminator
    ? `unknown ${String(issue.discriminator)}`
    : text;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;
let schemaOnce: JsonSchema | undefined;

/** Keys that the schema knows at `path`; of alternatives on `kind`, those of the one that the document names. */
function knownKeys(document: unknown, path: readonly PropertyKey[]): readonly string[] {
  schemaOnce ??= z.toJSONSchema(JobDocument, { io: 'input' });
  let schema: JsonSchema | undefined = chosen(schemaOnce, document);
  let value: unknown = document;
  for (const part of path) {
    value = (value as Record<PropertyKey, unknown>)[part];
    const next: unknown = typeof part === 'number' ? schema?.items : schema?.properties?.[String(part)];
    if (typeof next !== 'object' || next === null) return [];
    schema = chosen(next as JsonSchema, value);
  }
  return Object.keys(schema?.properties ?? {});
}

function chosen(schema: JsonSchema, value: unknown): JsonSchema | undefined {
  const alternatives = alternativesOf(schema);
  if (alternatives === undefined) return schema;
  const kind = (value as { kind?: unknown } | undefined)?.kind;
  return alternatives.find((option): option is JsonSchema => {
    const property = (option as JsonSchema | boolean as JsonSchema).properties?.['kind'];
    return typeof property === 'object' && property.const === kind;
  });
}

/** Those of a union within a union too: a name, or one of several mappings. */
function alternativesOf(schema: JsonSchema): readonly unknown[] | undefined {
  return (schema.oneOf ?? schema.anyOf)?.flatMap((option): readonly unknown[] =>
    typeof option === 'object' && option.oneOf ? option.oneOf : [option],
  );
}
