import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';
import { guideBlocks, guideScript } from '@ringmaster/testkit/guides';

const ROOT = new URL('../../../', import.meta.url).pathname;
const DEADLINE_MS = 180_000;

/** What a reader sees who types a guide's commands, one block after the other. */
function follow(script: string, { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

let cluster: Cluster;
let directory: string;
beforeEach(() => {
  cluster = createCluster();
  directory = mkdtempSync(join(tmpdir(), 'rm-guide-'));
  cpSync(join(ROOT, 'examples'), join(directory, 'examples'), { recursive: true });
  // `ringmaster` and `npx ringmaster` both name the command of this checkout.
  mkdirSync(join(directory, 'node_modules/.bin'), { recursive: true });
  const command = join(directory, 'node_modules/.bin/ringmaster');
  writeFileSync(command, `#!/bin/sh\nexec node ${join(ROOT, 'apps/cli/bin/ringmaster.mjs')} "$@"\n`);
  chmodSync(command, 0o755);
});
afterEach(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true, force: true });
});

/**
 * Followed in the quick tier too. The others take minutes, and tests of their own cover what they show: there the quick
 * tier only parses their commands (apps/cli/test/guides.test.ts).
 */
const QUICK_TIER: readonly string[] = ['training.md'];
const isQuick = process.env['RINGMASTER_TEST_TIER'] !== 'full';

const guides = readdirSync(join(ROOT, 'docs/guides')).filter((name) => name.endsWith('.md'));

describe.each(guides)('docs/guides/%s', (name) => {
  const blocks = guideBlocks(readFileSync(join(ROOT, 'docs/guides', name), 'utf8'));
  const runnable = blocks.filter(({ runs }) => runs);

  it('every block is shell that parses', () => {
    for (const { line, commands } of blocks) {
      // What is only shown may hold a placeholder such as <job>.
      const input = commands.replaceAll(/<[a-z][\w-]*>/g, 'placeholder');
      const parsed = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
      expect(parsed.stderr, `line ${line}`).toBe('');
    }
  });

  if (runnable.length === 0 || (isQuick && !QUICK_TIER.includes(name))) return;
  it(
    'its commands work as written, and leave nothing running',
    async () => {
      const env = {
        ...cluster.environment,
        PATH: `${join(directory, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      };
      const { code, output } = await follow(guideScript(runnable), { cwd: directory, env });
      expect(code, output.slice(-6_000)).toBe(0);
      expect(cluster.processes('any'), 'processes of this guide that still run').toEqual([]);
    },
    DEADLINE_MS + 30_000,
  );
});
