import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_VERSION, PROTOCOL_VERSION, VERSION } from '@ringmaster/contracts';
import { type Cluster, createCluster } from '../src/main.js';
import { buildOtherRelease, type OtherRelease } from '../src/other-release.js';

const versionFile = (version: string, protocol: number) =>
  `export const VERSION = '${version}'; export const PROTOCOL_VERSION = ${protocol};`;

describe('processes of different releases', () => {
  let cluster: Cluster;
  let otherProtocol: OtherRelease;
  let otherRelease: OtherRelease;
  beforeAll(async () => {
    cluster = createCluster();
    [otherProtocol, otherRelease] = await Promise.all([
      buildOtherRelease(versionFile(VERSION, PROTOCOL_VERSION + 6)),
      buildOtherRelease(versionFile('99.1.2', PROTOCOL_VERSION)),
      cluster.up({ workers: 1 }),
    ]);
  });
  afterAll(async () => {
    otherProtocol.remove();
    otherRelease.remove();
    await cluster.close();
  });

  const workers = async () =>
    (await cluster.json<{ workers: { name: string }[] }>(['worker', 'ls'])).workers.map(({ name }) => name);

  it.each([
    ['of another protocol', () => otherProtocol, VERSION, PROTOCOL_VERSION + 6],
    ['of another release', () => otherRelease, '99.1.2', PROTOCOL_VERSION],
  ])('a worker %s is refused, says why, and does not come back', async (_, other, version, protocol) => {
    const ended = await other().run(
      'worker/agent.js',
      ['--name', 'stranger', '--device', 'cpu'],
      cluster.home,
    );
    expect(ended.code).toBe(1);
    expect(ended.output).toContain(
      `worker stranger is ringmaster ${version} and speaks protocol ${protocol}`,
    );
    expect(ended.output).toContain(
      `the coordinator is ringmaster ${VERSION} and speaks protocol ${PROTOCOL_VERSION}`,
    );
    expect(ended.output).toContain(`npm install ringmaster@${VERSION}`);
    expect(await workers()).toEqual(['local-1']);
  });

  it('a command line of another release works, and warns with both versions', async () => {
    const listed = await otherRelease.run('cli/main.js', ['ls'], cluster.home);
    expect(listed.code).toBe(0);
    expect(listed.output).toMatch(
      /warning: .*ringmaster 99\.1\.2 .*ringmaster 0\.\d+\.\d+ .*npx ringmaster@/,
    );
  });

  it('a client of another API is refused by the coordinator, before its body is looked at', async () => {
    const answer = await fetch(`${cluster.endpoint().url}/v1/jobs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${cluster.token()}`,
        'content-type': 'application/json',
        'ringmaster-version': '99.1.2',
        'ringmaster-api': String(API_VERSION + 1),
      },
      body: 'no JSON at all',
      signal: AbortSignal.timeout(5_000),
    });
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect([answer.status, error.code]).toEqual([409, 'incompatible']);
    expect(error.message).toContain(`the client is ringmaster 99.1.2 (API ${API_VERSION + 1})`);
    expect(error.message).toContain(`the coordinator is ringmaster ${VERSION} (API ${API_VERSION})`);
  });
});
