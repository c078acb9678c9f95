import { open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { connectIfRunning } from '../session/connect.js';
import type { Session } from '../session/session.js';
import { formatBytes } from '../terminal/format.js';
import type { Verb } from './verb.js';

export const backupVerb: Verb = (program, action) => {
  program
    .command('backup')
    .description(
      'write the data directory (jobs, logs, artifacts) into a tar file; of a running cluster or a stopped home',
    )
    .argument('<file.tar>', 'file to make; one that exists is left alone')
    .action(
      action(async ({ session, args: [name = ''] }) => {
        const file = resolve(name);
        await refuseExisting(file);
        const client = await connectIfRunning(session);
        // Only a backup needs the libraries behind it.
        const { backupOf, checkBackup } = await import('@ringmaster/store');
        if (!client) await requireHome(session);
        session.terminal.say(
          client
            ? `backing up the cluster at ${client.url}`
            : `backing up ${session.home.root}, where nothing runs`,
        );
        const source = client ? client.backup(timeout(session)) : backupOf(session.home.root);
        const draft = `${file}.partial`;
        try {
          await writeSynced(draft, source);
          const summary = await checkBackup(draft);
          await rename(draft, file);
          const { size } = await stat(file);
          session.terminal.say('the token is not in it: a restored home gets a new one');
          const { files, jobs } = summary;
          return {
            data: { ...summary, file, archiveBytes: size },
            text: `${file}: ${jobs} jobs, ${files} files, ${formatBytes(size)}`,
          };
        } catch (error) {
          await rm(draft, { force: true });
          throw error;
        }
      }),
    );
};

export const restoreVerb: Verb = (program, action) => {
  program
    .command('restore')
    .description('make an empty home directory of a backup; every byte is compared before anything appears')
    .argument('<file.tar>', 'what `ringmaster backup` wrote')
    .action(
      action(async ({ session, args: [name = ''] }) => {
        const { restoreBackup } = await import('@ringmaster/store');
        const home = session.home.root;
        const summary = await restoreBackup(resolve(name), home);
        session.terminal.say(`next: ringmaster up --home ${home}`);
        const { jobs, files, bytes, createdAt } = summary;
        return {
          data: { home, ...summary },
          text: `${home}: ${jobs} jobs, ${files} files, ${formatBytes(bytes)}, as of ${createdAt}`,
        };
      }),
    );
};

const timeout = ({ flags }: Session) => (flags.timeoutMs === undefined ? {} : { timeoutMs: flags.timeoutMs });

async function refuseExisting(file: string): Promise<void> {
  if (await stat(file).catch(() => undefined))
    throw new TrainError('conflict', `${file} exists; remove it, or name another file`);
}

async function requireHome({ home }: Session): Promise<void> {
  if (await stat(home.logDir).catch(() => undefined)) return;
  throw new TrainError('not_found', `${home.root} is no home directory of Ringmaster; name one with --home`);
}

async function writeSynced(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'w', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new TrainError('invalid', `cannot write ${file}: ${cause.code}`, { cause });
  });
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
