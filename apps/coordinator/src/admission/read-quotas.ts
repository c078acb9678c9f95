import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type HomeLayout, Label, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Quotas } from '@ringmaster/scheduling';
import { parse } from 'yaml';
import { z } from 'zod';

const Quota = z.strictObject({
  slots: z.int().min(0).optional(),
  jobs: z.int().min(0).optional(),
});
const few = (names: object): boolean => Object.keys(names).length <= LIMITS.quotaNames;
const tooMany = `at most ${LIMITS.quotaNames} names`;

/** The file: what each owner and each project may use at once; `*` is for those who are not named. */
const QuotasFile = z.strictObject({
  owners: z.record(z.string().min(1).max(200), Quota).refine(few, tooMany).optional(),
  projects: z
    .record(z.union([z.literal('*'), Label]), Quota)
    .refine(few, tooMany)
    .optional(),
});

/** @throws TrainError `not_found` (a file that was named) | `too_large` | `invalid`, naming file and field */
export async function readQuotas(home: HomeLayout, named: string | undefined): Promise<Quotas> {
  const path = named === undefined ? home.quotas : resolve(named);
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined && named === undefined) return {};
  if (size === undefined)
    throw new TrainError('not_found', `--quotas: there is no file ${path}; write it, or leave the flag out`);
  if (size > LIMITS.quotaFileBytes)
    throw new TrainError('too_large', `${path} has ${size} bytes; at most ${LIMITS.quotaFileBytes} may be`);
  const parsed = QuotasFile.safeParse(fromYaml(path, await readFile(path, 'utf8')) ?? {});
  if (parsed.success) return parsed.data as Quotas;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  );
  throw new TrainError('invalid', `${path}: ${problems.join('; ')}`);
}

function fromYaml(path: string, text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    throw new TrainError('invalid', `${path} is no YAML: ${(cause as Error).message}`, { cause });
  }
}
