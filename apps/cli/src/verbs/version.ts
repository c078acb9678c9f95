import { API_VERSION, PROTOCOL_VERSION, VERSION } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { connectIfRunning } from '../session/connect.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

export const versionVerb: Verb = (program, action) => {
  program
    .command('version')
    .description('versions of this command line and of the coordinator, where one answers')
    .action(
      action(async ({ session }) => {
        const { coordinator, problem } = await askCoordinator(session);
        return {
          data: {
            version: VERSION,
            protocol: PROTOCOL_VERSION,
            node: process.version,
            coordinator,
            ...(problem !== undefined && { problem }),
          },
          text: [
            `ringmaster   ${VERSION} (API ${API_VERSION}, protocol ${PROTOCOL_VERSION}, Node ${process.version})`,
            `coordinator  ${problem ?? coordinator ?? 'none answers'}`,
          ].join('\n'),
        };
      }),
    );
};

interface Answer {
  readonly coordinator: string | null;
  /** Why it cannot be talked to, both versions named. */
  readonly problem?: string;
}

async function askCoordinator(session: Session): Promise<Answer> {
  try {
    const client = await connectIfRunning(session);
    const info = await client?.info();
    return { coordinator: info?.version ?? null };
  } catch (error) {
    const { code, message } = TrainError.from(error);
    return { coordinator: null, ...(code === 'incompatible' && { problem: message }) };
  }
}
