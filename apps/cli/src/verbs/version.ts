import { API_VERSION, PROTOCOL_VERSION, VERSION } from '@ringmaster/contracts';
import { connectIfRunning } from '../session/connect.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

export const versionVerb: Verb = (program, action) => {
  program
    .command('version')
    .description('versions of this command line and of the coordinator, where one answers')
    .action(
      action(async ({ session }) => {
        const coordinator = await coordinatorVersion(session);
        return {
          data: { version: VERSION, protocol: PROTOCOL_VERSION, node: process.version, coordinator },
          text: [
            `ringmaster   ${VERSION} (API ${API_VERSION}, protocol ${PROTOCOL_VERSION}, Node ${process.version})`,
            `coordinator  ${coordinator ?? 'none answers'}`,
          ].join('\n'),
        };
      }),
    );
};

async function coordinatorVersion(session: Session): Promise<string | null> {
  const client = await connectIfRunning(session).catch(() => undefined);
  const info = await client?.info().catch(() => undefined);
  return info?.version ?? null;
}
