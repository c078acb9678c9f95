import { TrainError } from '@ringmaster/core';

/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads `host:port`.
 * @throws TrainError `invalid` unless it is a loopback address: without TLS nothing else may listen
 */
export function parseListen(text: string, flag: string): ListenAddress {
  const match = /^(\[[0-9a-f:]+\]|[^:\s]+):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (!match?.[1] || port > 65_535)
    throw new TrainError('invalid', `${flag}: "${text}" is not host:port, for example 127.0.0.1:7070`);
  return { host: loopbackHost(match[1], flag), port };
}

/** A host without its brackets. @throws TrainError `invalid` unless it is a loopback address */
export function loopbackHost(text: string, flag: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (LOOPBACK.has(host)) return host;
  throw new TrainError(
    'invalid',
    `${flag}: ${host} is not a loopback address; listening off loopback needs TLS, which this version does not have. Use 127.0.0.1, and a tunnel for other hosts`,
  );
}
