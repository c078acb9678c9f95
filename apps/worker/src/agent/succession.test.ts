import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock } from '@ringmaster/core';
import { auditJournal } from '@ringmaster/store';
import { processIdentity } from '@ringmaster/store/processes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { succession } from './succession.js';

let agentsDir = '';
beforeEach(async () => {
  agentsDir = await mkdtemp(join(tmpdir(), 'rm-agents-'));
});
afterEach(() => rm(agentsDir, { recursive: true, force: true }));

const begin = () => succession({ agentsDir, name: 'one', clock: systemClock, logger: silentLogger });

/** What the agent before has left, as if it had been the process with that id. */
async function left(state: { pid: number; process?: string }): Promise<ReturnType<typeof begin>> {
  const before = begin();
  const [file = ''] = (await readdir(agentsDir)).filter((name) => name.endsWith('.json'));
  await writeFile(
    join(agentsDir, file),
    JSON.stringify({ agentId: before.agentId, trainers: [4_711], ...state }),
  );
  return before;
}

describe('succession', () => {
  it('leaves an agent that lives its place, and takes another one', async () => {
    const identity = processIdentity(process.ppid);
    const before = await left({ pid: process.ppid, ...(identity !== undefined && { process: identity }) });
    const second = begin();
    expect(second.agentId).not.toBe(before.agentId);
    expect(second.spoolDir).not.toBe(before.spoolDir);
  });

  it('takes over from one that is gone, though its process id is somebody else’s now', async () => {
    const before = await left({ pid: process.ppid, process: 'another boot/1' });
    const heir = begin();
    expect(heir).toMatchObject({ agentId: before.agentId, spoolDir: before.spoolDir });
    const state = join(agentsDir, (await readdir(agentsDir)).find((name) => name.endsWith('.json')) ?? '');
    expect(JSON.parse(await readFile(state, 'utf8'))).toEqual({
      agentId: before.agentId,
      pid: process.pid,
      process: processIdentity(process.pid),
      trainers: [4_711],
    });
  });

  it('goes by the process id alone where an older version wrote no more', async () => {
    const before = await left({ pid: process.ppid });
    expect(begin().agentId).not.toBe(before.agentId);
    await rm(agentsDir, { recursive: true });
    const gone = await left({ pid: 2 ** 30 });
    expect(begin().agentId).toBe(gone.agentId);
  });

  it('an orderly end leaves nothing, unless there is something to deliver: that counts under its own id alone', async () => {
    const first = begin();
    first.close();
    expect((await readdir(agentsDir)).filter((name) => name.endsWith('.json'))).toEqual([]);
    const second = begin();
    expect(second.agentId).not.toBe(first.agentId);
    auditJournal({ dir: second.spoolDir }).write({ jobId: 'job-a', attempt: 1, rank: 0, batch: 1 }, ['{}']);
    second.close();
    const [file = ''] = (await readdir(agentsDir)).filter((name) => name.endsWith('.json'));
    const state = JSON.parse(await readFile(join(agentsDir, file), 'utf8')) as object;
    // As if another process began now.
    await writeFile(join(agentsDir, file), JSON.stringify({ ...state, pid: 2 ** 30 }));
    expect(begin()).toMatchObject({ agentId: second.agentId, spoolDir: second.spoolDir });
  });
});
