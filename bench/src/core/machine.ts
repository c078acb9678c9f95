import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Settings } from './settings.js';

/** What the numbers depend on besides the code: name and value, for the report. */
export type Facts = readonly (readonly [name: string, value: string])[];

export function machineFacts(): Facts {
  return [
    ['processor', `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores in use`],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['system', `${type()} ${release()} ${arch()}`],
  ];
}

export function versionFacts(settings: Settings): Facts {
  const { root, python, peerScripts } = settings.places;
  const own = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  const commit = output('git', ['-C', root, 'rev-parse', '--short=12', 'HEAD']);
  const facts: [string, string][] = [
    ['Ringmaster', commit ? `${own}, commit ${commit}` : own],
    ['Node', process.version],
    ['our engine', engineOf(settings) ?? 'does not load'],
  ];
  if (!settings.peers || python === undefined) return facts;
  const peers = output(python, [join(peerScripts, 'versions.py')]);
  return peers ? [...facts, ...Object.entries(JSON.parse(peers) as Record<string, string>)] : facts;
}

/** What our side computes with, and its version: `tensorflow 2.21.0`. */
export function engineOf({ places, env }: Pick<Settings, 'places' | 'env'>): string | undefined {
  const told = output(process.execPath, [places.child, JSON.stringify({ kind: 'engine' })], env);
  if (!told) return undefined;
  const { backend, version } = JSON.parse(told) as { readonly backend: string; readonly version: string };
  return `${backend} ${version}`;
}

function output(
  command: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): string | undefined {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
      ...(env && { env: { ...env, TF_CPP_MIN_LOG_LEVEL: '3' } }),
    }).trim();
  } catch {
    return undefined;
  }
}
