import { readFile } from 'node:fs/promises';
import { EndpointFile, homeLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** The home's endpoint file as it is now. @throws TrainError `unavailable` when no coordinator has left one */
async function readEndpoint(home: string): Promise<EndpointFile> {
  const file = homeLayout(home).endpoint;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrainError('unavailable', `no coordinator serves ${home}: ${file} cannot be read`, { cause });
  });
  const parsed = EndpointFile.safeParse(jsonOf(text));
  if (!parsed.success) throw new TrainError('unavailable', `${file} is not a whole endpoint file`);
  return parsed.data;
}

/** Whether the coordinator of the home speaks TLS. @throws TrainError `unavailable` */
export const homeHasTls = async (home: string): Promise<boolean> =>
  (await readEndpoint(home)).url.startsWith('https:');

/**
 * The coordinator's control address as the home's endpoint file has it now.
 * @throws TrainError `unavailable` when no coordinator has left one
 */
export async function coordinatorOfHome(home: string): Promise<string> {
  return (await readEndpoint(home)).controlAddress;
}

/** Another one for every connection, the first again after the last: a standby answers where the one before it does no more. */
export function inTurn(addresses: readonly string[]): () => Promise<string> {
  let asked = 0;
  return () => Promise.resolve(addresses[asked++ % addresses.length] as string);
}

/** @throws TrainError `unavailable` when the file is missing, `unauthenticated` when it is empty */
export async function readToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrainError('unavailable', `the token file ${file} cannot be read`, { cause });
  });
  if (!text.trim()) throw new TrainError('unauthenticated', `the token file ${file} is empty`);
  return text.trim();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
