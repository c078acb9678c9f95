import { TrainError } from '@ringmaster/core';

/** Where to listen, or to dial. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one to listen on. */
  readonly port: number;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const WILDCARD: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** A host without brackets, in lower case. */
export const bareHost = (text: string): string => text.replace(/^\[(.*)\]$/, '$1').toLowerCase();

/** True for names and addresses that no other machine can reach. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(bareHost(host));

/** True for addresses that mean every interface: listened on, but never dialled. */
export const isWildcard = (host: string): boolean => WILDCARD.has(bareHost(host));

/** Host and port as one string; IPv6 in brackets. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** The host part of `host:port`, without brackets. */
export const hostOf = (address: string): string => bareHost(address.slice(0, address.lastIndexOf(':')));

/** The port of `host:port`. */
export const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));

/** `host:port` as sockets take it. */
export const targetOf = (address: string): ListenAddress => ({
  host: hostOf(address),
  port: portOf(address),
});

/** Reads `host:port`. Whether the host needs TLS is the caller's to say. @throws TrainError `invalid` */
export function parseListen(text: string, flag: string): ListenAddress {
  const match = /^(\[[0-9a-f:]+\]|[^:\s]+):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (!match?.[1] || port > 65_535)
    throw new TrainError('invalid', `${flag}: "${text}" is not host:port, for example 127.0.0.1:7070`);
  return { host: bareHost(match[1]), port };
}

/** A host without its brackets. @throws TrainError `invalid` unless it is a loopback address */
export function loopbackHost(text: string, flag: string): string {
  const host = bareHost(text);
  if (isLoopback(host)) return host;
  throw new TrainError(
    'invalid',
    `${flag}: ${host} is not a loopback address, and this server has no TLS of its own. Use 127.0.0.1, and a proxy with TLS for other hosts`,
  );
}
