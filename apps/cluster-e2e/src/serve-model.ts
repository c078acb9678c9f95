import { type ChildProcess, spawn } from 'node:child_process';
import type { Cluster } from './cluster.js';

const CLI = new URL('../../cli/bin/ringmaster.mjs', import.meta.url).pathname;
const START_MS = 60_000;

export interface ServedModel {
  readonly url: string;
  readonly child: ChildProcess;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
}

/** Starts `ringmaster serve` and waits for its address. */
export async function serveModel(cluster: Cluster, args: readonly string[]): Promise<ServedModel> {
  const child = spawn(process.execPath, [CLI, 'serve', ...args], {
    env: { ...process.env, RINGMASTER_HOME: cluster.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const until = Date.now() + START_MS;
  for (;;) {
    const url = /^http:\/\/127\.0\.0\.1:\d+$/m.exec(output)?.[0];
    if (url !== undefined) return { url, child, exited };
    if (Date.now() > until || child.exitCode !== null) throw new Error(`serve did not come up:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
