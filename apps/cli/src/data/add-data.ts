import type { Client } from '@ringmaster/client';
import type { Session } from '../session/session.js';
import { formatBytes, formatCount } from '../terminal/format.js';
import { findLocalFiles, hashFiles } from './local-files.js';
import { byteProgress } from './progress.js';
import { uploadDataSet, type Uploaded } from './upload.js';

export interface AddRequest {
  readonly session: Session;
  readonly client: Client;
  readonly name: string;
  /** A file or a directory. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Hashes local files and uploads what the coordinator does not have, with progress on stderr. @throws TrainError */
export async function addData({ session, client, name, path, signal }: AddRequest): Promise<Uploaded> {
  const { terminal, clock } = session;
  const { files, hidden } = await findLocalFiles(path);
  if (hidden.length > 0)
    terminal.say(
      `left out, because their names begin with a dot: ${hidden.slice(0, 5).join(', ')}${hidden.length > 5 ? ` and ${hidden.length - 5} more` : ''}`,
    );
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const hashing = byteProgress(session, 'hashed', total);
  const hashed = await hashFiles(files, { signal, onBytes: hashing.add }).finally(() => hashing.end());
  let sending = byteProgress(session, 'sent', 0);
  try {
    return await uploadDataSet({
      ...{ client, name, files: hashed, clock, signal },
      onBegin: ({ missingBytes, resumedBytes }) => {
        const resumed = resumedBytes === 0 ? '' : `, going on after ${formatBytes(resumedBytes)}`;
        terminal.say(
          missingBytes === 0
            ? `${name}: ${formatCount(files.length)} files, ${formatBytes(total)}; all of it is there already`
            : `${name}: sending ${formatBytes(missingBytes)} of ${formatBytes(total)} in ${formatCount(files.length)} files${resumed}`,
        );
        sending = byteProgress(session, 'sent', missingBytes);
      },
      onBytes: (bytes) => sending.add(bytes),
      onWaiting: (why) => terminal.say(`waiting for the coordinator (${why})`),
    });
  } finally {
    sending.end();
  }
}
