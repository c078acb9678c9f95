import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tlsLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { CertifiedKey } from '@ringmaster/rpc/certificates';
import { type CertificateFacts, certificateFacts } from '@ringmaster/rpc/tls';

/** How long an authority lasts, days. */
const AUTHORITY_DAYS = 3_650;
const DAY_MS = 86_400_000;
/** Clocks of other hosts may be behind. */
const EARLIER_MS = 300_000;
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '::1'];

/** One certificate of a `tls` directory. */
export interface ListedCert extends CertificateFacts {
  readonly role: 'authority' | 'server' | 'worker';
  readonly file: string;
}

export interface IssueOrder {
  readonly hosts: readonly string[];
  readonly days: number;
  readonly now: Date;
}

/**
 * Makes the authority, the coordinator's certificate and that of this home's own workers.
 * @throws TrainError `conflict` when there is an authority already: all that it has signed would be worth nothing
 */
export async function initCerts(dir: string, order: IssueOrder): Promise<readonly ListedCert[]> {
  const { caCert, caKey, workersDir } = tlsLayout(dir);
  if ((await textOf(caKey)) !== undefined)
    throw new TrainError(
      'conflict',
      `${caKey} exists; \`ringmaster certs renew\` makes new certificates of it`,
    );
  await mkdir(workersDir, { recursive: true, mode: 0o700 });
  const { createAuthority } = await import('@ringmaster/rpc/certificates');
  const { writeFileDurably } = await import('@ringmaster/store');
  const validity = { ...validFrom(order.now), notAfter: later(order.now, AUTHORITY_DAYS) };
  const authority = await createAuthority({ name: 'Ringmaster authority', ...validity });
  await writeFileDurably(caCert, authority.cert, 0o644);
  await writeFileDurably(caKey, authority.key);
  await issueServer(dir, order);
  await issueLocalWorker(dir, order);
  return listCerts(dir);
}

/** The coordinator's. */
export async function issueServer(dir: string, order: IssueOrder): Promise<void> {
  const { serverCert: cert, serverKey: key } = tlsLayout(dir);
  await issue(dir, { ...order, name: 'coordinator', usages: ['server'], to: { cert, key } });
}

/** That of the workers of this home. */
export async function issueLocalWorker(dir: string, order: IssueOrder): Promise<void> {
  const { workerCert: cert, workerKey: key } = tlsLayout(dir);
  await issue(dir, { ...order, name: 'worker', usages: ['server', 'client'], to: { cert, key } });
}

/** A directory to copy to another host: its certificate and key, and the authority. */
export async function issueWorker(dir: string, name: string, order: IssueOrder): Promise<string> {
  if (!NAME.test(name))
    throw new TrainError('invalid', `"${name}": a worker's name is 1–63 of a–z, 0–9 and "-"`);
  const target = workerDirectory(dir, name);
  const { caCert, workerCert: cert, workerKey: key } = tlsLayout(target);
  await mkdir(target, { recursive: true, mode: 0o700 });
  await issue(dir, { ...order, name, usages: ['server', 'client'], to: { cert, key } });
  const { writeFileDurably } = await import('@ringmaster/store');
  await writeFileDurably(caCert, (await authorityOf(dir)).cert, 0o644);
  return target;
}

export const workerDirectory = (dir: string, name: string): string => join(tlsLayout(dir).workersDir, name);

/** Every certificate of the directory. */
export async function listCerts(dir: string): Promise<readonly ListedCert[]> {
  const { caCert, serverCert, workerCert, workersDir } = tlsLayout(dir);
  const workers = (await readdir(workersDir).catch(() => [])).sort();
  const found = await Promise.all([
    listed('authority', caCert),
    listed('server', serverCert),
    listed('worker', workerCert),
    ...workers.map((name) => listed('worker', tlsLayout(join(workersDir, name)).workerCert)),
  ]);
  return found.flatMap((cert) => cert ?? []);
}

async function listed(role: ListedCert['role'], file: string): Promise<ListedCert | undefined> {
  const pem = await textOf(file);
  return pem === undefined ? undefined : { role, file, ...certificateFacts(pem, file) };
}

/** @throws TrainError `not_found` */
export async function certAt(dir: string, file: string): Promise<CertificateFacts> {
  const pem = await textOf(file);
  if (pem !== undefined) return certificateFacts(pem, file);
  throw new TrainError('not_found', `${file} is not there; \`ringmaster certs ls\` shows what ${dir} has`);
}

async function issue(
  dir: string,
  order: IssueOrder & {
    readonly name: string;
    readonly usages: readonly ('server' | 'client')[];
    readonly to: { readonly cert: string; readonly key: string };
  },
): Promise<void> {
  const authority = await authorityOf(dir);
  const { issueCertificate } = await import('@ringmaster/rpc/certificates');
  const { writeFileDurably } = await import('@ringmaster/store');
  const { name, usages, now, days, to } = order;
  const ends = Math.min(later(now, days).getTime(), certificateFacts(authority.cert).notAfter.getTime());
  const hosts = [...new Set([...order.hosts, ...LOCAL_HOSTS])];
  const request = { name, hosts, usages, ...validFrom(now), notAfter: new Date(ends) };
  const made: CertifiedKey = await issueCertificate(authority, request);
  await writeFileDurably(to.key, made.key);
  await writeFileDurably(to.cert, made.cert, 0o644);
}

/** @throws TrainError `not_found` before `certs init` */
async function authorityOf(dir: string): Promise<CertifiedKey> {
  const { caCert, caKey } = tlsLayout(dir);
  const [cert, key] = await Promise.all([textOf(caCert), textOf(caKey)]);
  if (cert !== undefined && key !== undefined) return { cert, key };
  throw new TrainError(
    'not_found',
    `${dir} has no authority; make one with \`ringmaster certs init --host <host>\``,
  );
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TrainError('unavailable', `${file} cannot be read`, { cause });
  });
}

const validFrom = (now: Date) => ({ notBefore: new Date(now.getTime() - EARLIER_MS) });
const later = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY_MS);
