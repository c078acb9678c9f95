import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ByteSize, Duration, durationMs, Label } from '@ringmaster/contracts';
import { InvalidArgumentError } from 'commander';

/** Parsers of option values; what does not fit is a usage error that names the option. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 up.');
}

/** A number from 0 up, with or without a fraction. */
export function nonNegative(text: string): number {
  if (/^(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 up.');
}

export function wholeNumber(text: string): number {
  return text === '0' ? 0 : positiveInteger(text);
}

export function duration(text: string): number {
  if (Duration.safeParse(text).success) return durationMs(text);
  throw new InvalidArgumentError('It must be a length of time such as 30s, 10m or 2h.');
}

/** Checked here, read where it is used. */
export function time(text: string): string {
  duration(text);
  return text;
}

/** Checked here, read where it is used. */
export function byteSize(text: string): string {
  if (ByteSize.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a size with a unit, such as 500MiB or 50GiB.');
}

/** `name=directory`, repeatable; the directory must be there, and its path becomes absolute. */
export function dataRoot(text: string, before: readonly string[]): readonly string[] {
  const at = text.indexOf('=');
  const [name, directory] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (!Label.safeParse(name).success || directory === '')
    throw new InvalidArgumentError('It must look like flowers=/data/flowers, the name of a–z, 0–9 and "-".');
  if (before.some((root) => root.startsWith(`${name}=`)))
    throw new InvalidArgumentError(`The name ${name} is given twice.`);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new InvalidArgumentError(`${directory} is not a directory.`);
  return [...before, `${name}=${resolve(directory)}`];
}

/** Name and directory of a `--data-root`. */
export function splitRoot(root: string): readonly [string, string] {
  const at = root.indexOf('=');
  return [root.slice(0, at), root.slice(at + 1)];
}

export const DATA_ROOT_HELP = 'a directory as the data set of that name (data.source); repeatable';

/** The roots as arguments of a worker. */
export const dataRootArguments = (roots: readonly string[]): readonly string[] =>
  roots.flatMap((root) => ['--data-root', root]);

export const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];
