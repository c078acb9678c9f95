import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const compose: unknown = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
// Vendored from the Compose Specification (Apache-2.0).
const schema: object = JSON.parse(readFileSync('tools/schemas/compose-spec.json', 'utf8'));

function problems(document: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(document) ? [] : validate.errors;
}

describe('docker-compose.yml', () => {
  it('follows the Compose Specification', () => expect(problems(compose)).toEqual([]));

  it('would be refused with an unknown key', () => {
    expect(problems({ ...(compose as object), servces: {} })).not.toEqual([]);
  });

  it('runs files that exist', () => {
    const services = (
      compose as { services: Record<string, { command?: string[]; build?: { dockerfile: string } }> }
    ).services;
    for (const { build } of Object.values(services))
      if (build) expect(existsSync(build.dockerfile)).toBe(true);
    expect(Object.keys(services).sort()).toEqual(['coordinator', 'redis', 'worker-a', 'worker-b']);
  });

  it('publishes no port: every socket stays on the loopback of one namespace', () => {
    const services = Object.values(
      (compose as { services: Record<string, { ports?: unknown; network_mode?: string }> }).services,
    );
    expect(services.every((service) => service.ports === undefined)).toBe(true);
    expect(services.filter((service) => service.network_mode === 'service:coordinator')).toHaveLength(3);
  });

  it('is accepted by docker compose where that is installed', ({ skip }) => {
    const docker = spawnSync('docker', ['compose', 'version'], { encoding: 'utf8' });
    if (docker.status !== 0) {
      process.stdout.write('skipped: `docker compose config`, because docker compose is not installed\n');
      skip('docker compose is not installed');
    }
    const result = spawnSync('docker', ['compose', 'config', '--quiet'], { encoding: 'utf8' });
    expect(result.stderr).not.toMatch(/error|invalid/i);
    expect(result.status).toBe(0);
  });
});
