import { z } from 'zod';

/**
 * Name of a file below a data set's directory: parts of letters, digits, `.`, `_` and `-` that do not begin with a
 * dot, joined by `/`. It can neither leave the directory nor name a hidden file.
 */
export const FileName = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
    'must be a file name relative to the data set: letters, digits, ".", "_", "-", parts joined by "/"',
  );

/** One file, or several whose samples follow each other. */
export const FileNames = z
  .union([FileName, z.array(FileName).min(1).max(1_000)])
  .transform((names) => (typeof names === 'string' ? [names] : names));
