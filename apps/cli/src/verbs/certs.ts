import { tlsLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Command } from 'commander';
import {
  certAt,
  initCerts,
  issueLocalWorker,
  issueServer,
  issueWorker,
  listCerts,
  type ListedCert,
  workerDirectory,
} from '../certs/cert-files.js';
import { collect, positiveInteger } from '../session/option-values.js';
import type { VerbOutput } from '../session/session.js';
import { table } from '../terminal/table.js';
import type { Action, Verb } from './verb.js';

interface CertOptions {
  readonly host: readonly string[];
  readonly days: number;
}

const DAYS = 365;
const HOST_HELP =
  'a name or address under which others reach it; repeatable (those of loopback are always there)';

export const certsVerb: Verb = (program, action) => {
  const certs = program
    .command('certs')
    .description('certificates for listening off loopback: an authority of your own, in <home>/tls');
  withOptions(certs.command('init'))
    .description('make the authority, and certificates of the coordinator and of the workers of this home')
    .action(
      action<CertOptions>(async ({ session, options }) =>
        certsOutput(await initCerts(session.home.tlsDir, orderOf(options))),
      ),
    );
  addIssue(certs, action);
  addRenew(certs, action);
  certs
    .command('ls')
    .description('list certificates with their hosts and when they end')
    .action(action(async ({ session }) => certsOutput(await listCerts(session.home.tlsDir))));
};

const withOptions = (command: Command): Command =>
  command
    .option('--host <host>', HOST_HELP, collect, [])
    .option('--days <n>', 'how long it lasts', positiveInteger, DAYS);

function addIssue(certs: Command, action: Action): void {
  withOptions(certs.command('issue'))
    .description('make a directory of certificates for a worker on another host, and print its path')
    .argument('<worker>', 'its name')
    .action(
      action<CertOptions>(async ({ session, args: [name = ''], options }) => {
        if (options.host.length === 0)
          throw new TrainError(
            'invalid',
            '--host: name the host under which the other workers reach this one',
          );
        const directory = await issueWorker(session.home.tlsDir, name, orderOf(options));
        session.terminal.say(
          `copy it to that host, by a private way: it holds a key. There: ringmaster worker start --tls-dir <directory>`,
        );
        return { data: { worker: name, directory }, text: directory };
      }),
    );
}

function addRenew(certs: Command, action: Action): void {
  withOptions(certs.command('renew'))
    .description(
      'make certificates anew, with fresh keys, for the same hosts unless others are given: of the coordinator and the workers of this home, or of one worker',
    )
    .argument('[name]', '`server`, or the name of a worker that certificates were issued for')
    .action(
      action<CertOptions>(async ({ session, args: [name], options }) => {
        const dir = session.home.tlsDir;
        const { serverCert, workerCert } = tlsLayout(dir);
        const again = async (file: string): Promise<CertOptions> => {
          const { hosts } = await certAt(dir, file);
          return { ...options, host: options.host.length > 0 ? options.host : hosts };
        };
        if (name === undefined || name === 'server') await issueServer(dir, orderOf(await again(serverCert)));
        if (name === undefined) await issueLocalWorker(dir, orderOf(await again(workerCert)));
        if (name !== undefined && name !== 'server')
          await issueWorker(
            dir,
            name,
            orderOf(await again(tlsLayout(workerDirectory(dir, name)).workerCert)),
          );
        session.terminal.say(
          'a coordinator shows its new certificate after a restart, workers at their next connection',
        );
        return certsOutput(await listCerts(dir));
      }),
    );
}

const orderOf = ({ host, days }: CertOptions) => ({ hosts: host, days, now: new Date() });

function certsOutput(certs: readonly ListedCert[]): VerbOutput {
  const rows = certs.map(({ role, name, hosts, notAfter, file }) => [
    role,
    name,
    hosts.join(',') || '-',
    notAfter.toISOString().slice(0, 10),
    file,
  ]);
  return {
    data: { certificates: certs },
    text: rows.length === 0 ? '' : table(['ROLE', 'NAME', 'HOSTS', 'ENDS', 'FILE'], rows),
  };
}
