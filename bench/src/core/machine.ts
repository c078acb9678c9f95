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
    ['TensorFlow of our engine', engineVersion(settings) ?? 'not installed'],
  ];
  if (!settings.peers || python === undefined) return facts;
  const peers = output(python, [join(peerScripts, 'versions.py')]);
  return peers ? [...facts, ...Object.entries(JSON.parse(peers) as Record<string, string>)] : facts;
}

/** As the CLI of this checkout tells it. */
function engineVersion({ places }: Settings): string | undefined {
  const told = output(process.execPath, [
    join(places.root, 'apps/cli/bin/ringmaster.mjs'),
    'version',
    '--json',
  ]);
  const engine = told && (JSON.parse(told) as { engine?: unknown }).engine;
  return typeof engine === 'string' ? engine : undefined;
}

function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
    }).trim();
  } catch {
    return undefined;
  }
}
