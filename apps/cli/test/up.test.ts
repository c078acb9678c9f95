import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@ringmaster/store/processes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleCli, type BundledCli, type CliProcess, readJson } from './bundled-cli.js';

/** Serves what the supervisor asks for; workers join it by leaving a file in the home directory. */
const COORDINATOR = `
import { createServer } from 'node:http';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
const home = flag('--home');
writeFileSync(home + '/token', 'secret');
const workers = () => readdirSync(home).filter((name) => name.startsWith('joined-')).map((name) => ({
  agentId: name, name: name.slice(7), host: 'h', version: '0.1.0', state: 'ready', slots: [],
  heartbeatAgeMs: 0, warmTrainers: 0, engine: 'none' }));
const server = createServer((request, response) => response.end(JSON.stringify(
  request.url === '/v1/workers' ? { workers: workers() } :
  { version: '0.1.0', epoch: 1, startedAt: 'now', controlAddress: 'x' })));
const [host, port] = flag('--listen').split(':');
server.listen(Number(port), host, () => writeFileSync(home + '/endpoint.json', JSON.stringify({
  url: 'http://127.0.0.1:' + server.address().port, controlAddress: '127.0.0.1:1', pid: process.pid, version: '0.1.0' })));
process.on('SIGTERM', () => {
  writeFileSync(home + '/order', (existsSync(home + '/order') ? readFileSync(home + '/order', 'utf8') : '') + 'coordinator ');
  rmSync(home + '/endpoint.json');
  process.exit(0);
});
`;

const WORKER = `
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
const joined = flag('--home') + '/joined-' + flag('--name');
writeFileSync(joined, JSON.stringify({ pid: process.pid }));
setInterval(() => undefined, 1000);
process.on('SIGTERM', () => {
  appendFileSync(flag('--home') + '/order', 'worker ');
  rmSync(joined);
  process.exit(0);
});
`;

/** Leaves a process behind that has left the group and the session. */
const LEAVES_ONE_BEHIND = `
import { spawn } from 'node:child_process';
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000) // left behind'], { detached: true, stdio: 'ignore' }).unref();
${WORKER}`;

const DIES_AT_ONCE = `process.stderr.write('the disk is on fire\\n'); process.exit(3);`;

let cli: BundledCli;
let up: CliProcess | undefined;

beforeEach(async () => {
  cli = await bundleCli();
  cli.addScript('coordinator/main.js', COORDINATOR);
  cli.addScript('worker/agent.js', WORKER);
});
afterEach(async () => {
  up?.process.kill('SIGTERM');
  await up?.result;
  up = undefined;
  cli.remove();
});

async function startUp(...args: readonly string[]): Promise<CliProcess> {
  up = cli.start(['up', ...args]);
  await up.saw('next:');
  return up;
}
const joined = (name: string) => join(cli.home, `joined-${name}`);
const pidOf = (name: string) => (readJson(joined(name)) as { pid: number }).pid;
describe('up', () => {
  it('waits for everybody, prints where it is, and stops workers before the coordinator', async () => {
    const { process: supervisor, result } = await startUp('--workers', '2', '--json');
    const pids = [pidOf('local-1'), pidOf('local-2')];
    expect(readJson(join(cli.home, 'supervisor.json'))).toMatchObject({ pid: supervisor.pid, verb: 'up' });
    supervisor.kill('SIGINT');
    const { code, stdout, stderr } = await result;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ apiVersion: 1, workers: 2, home: cli.home });
    expect(stderr).not.toContain('left over');
    expect(readFileSync(join(cli.home, 'order'), 'utf8')).toBe('worker worker coordinator ');
    expect(pids.map(isAlive)).toEqual([false, false]);
    for (const name of ['supervisor.json', 'endpoint.json'])
      expect(existsSync(join(cli.home, name))).toBe(false);
  });

  it('starts a killed worker again, and says so', async () => {
    const running = await startUp('--workers', '1');
    const first = pidOf('local-1');
    writeFileSync(joined('local-1'), '{"pid":0}');
    process.kill(first, 'SIGKILL');
    await running.saw('worker local-1 ended (SIGKILL); starting it again');
    await expect.poll(() => pidOf('local-1'), { timeout: 10_000 }).not.toBe(0);
    expect(isAlive(pidOf('local-1'))).toBe(true);
  });

  it('starts a killed coordinator again at the same address', async () => {
    const running = await startUp('--workers', '1');
    const endpoint = () => readJson(join(cli.home, 'endpoint.json')) as { url: string; pid: number };
    const before = endpoint();
    process.kill(before.pid, 'SIGKILL');
    await running.saw('coordinator ended (SIGKILL)');
    await expect.poll(() => endpoint().pid, { timeout: 10_000 }).not.toBe(before.pid);
    expect(endpoint().url).toBe(before.url);
  });

  it('refuses a second one on the same home, with pid and address', async () => {
    await startUp('--workers', '1');
    const { url, pid } = readJson(join(cli.home, 'endpoint.json')) as { url: string; pid: number };
    const second = await cli.run(['up']);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(url);
    expect(second.stderr).toContain(`pid ${pid}`);
  });

  it('takes over after a supervisor that was killed', async () => {
    writeFileSync(
      join(cli.home, 'supervisor.json'),
      JSON.stringify({ pid: process.pid, startTime: '1', verb: 'up' }),
    );
    await startUp('--workers', '1');
  });

  it('ends what a worker left behind, and says so', async () => {
    cli.addScript('worker/agent.js', LEAVES_ONE_BEHIND);
    const { process: supervisor, result } = await startUp('--workers', '1');
    supervisor.kill('SIGTERM');
    const { code, stderr } = await result;
    expect(code).toBe(0);
    const [, left] = /left over: (\d+) .*left behind/.exec(stderr) ?? [];
    expect(Number(left)).toBeGreaterThan(0);
    expect(isAlive(Number(left))).toBe(false);
  });

  it('a process that ends while starting ends it all, with the end of its log', async () => {
    cli.addScript('worker/agent.js', DIES_AT_ONCE);
    const result = await cli.run(['up', '--workers', '2', '--json']);
    expect(result.code).toBe(5);
    expect(result.stderr).toContain('the disk is on fire');
    expect(result.stderr).toContain('exit code 3');
    expect(existsSync(join(cli.home, 'endpoint.json'))).toBe(false);
  });

  it('in the background until down', async () => {
    const started = await cli.run(['up', '--workers', '1', '--detach', '--json']);
    expect(started.code).toBe(0);
    const { pid } = readJson(join(cli.home, 'supervisor.json')) as { pid: number };
    expect((await cli.run(['worker', 'ls'])).stdout).toContain('local-1');
    const ended = await cli.run(['down', '--json']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ pid, stopped: true });
    expect(isAlive(pid)).toBe(false);
  });

  it('interrupted while it waits for a worker, it leaves nothing behind', async () => {
    cli.addScript('worker/agent.js', 'setInterval(() => undefined, 1000);');
    up = cli.start(['up', '--workers', '1']);
    await expect.poll(() => existsSync(join(cli.home, 'endpoint.json')), { timeout: 20_000 }).toBe(true);
    up.process.kill('SIGINT');
    expect((await up.result).code).toBe(130);
    expect(existsSync(join(cli.home, 'supervisor.json'))).toBe(false);
  });
});
