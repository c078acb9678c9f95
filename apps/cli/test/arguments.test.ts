import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleCli, type BundledCli, json } from './bundled-cli.js';

let cli: BundledCli;
beforeAll(async () => (cli = await bundleCli()));
afterAll(() => cli.remove());

const DOCUMENT = `version: 1
kind: train
name: digits
model: { name: lenet5 }
data: { dataset: digits }
loss: sparseCategoricalCrossentropy
training: { shards: 4 }
workers: { max: 4 }
`;

function spec(name: string, text: string): string {
  const file = join(cli.home, name);
  writeFileSync(file, text);
  return file;
}

describe('usage errors exit with 2 and say what was meant', () => {
  it.each([
    ['no verb', [], 'Usage: ringmaster'],
    ['a verb with a slip', ['submti', 'x.yaml'], 'submit'],
    ['an option with a slip', ['run', 'x.yaml', '--worker', '2'], '--workers'],
    ['a missing argument', ['show'], 'job'],
    ['too many workers digits', ['run', 'x.yaml', '--workers', '-3'], '--workers'],
    ['a timeout without unit', ['ls', '--timeout', '5'], '30s'],
    ['an unknown kind of list', ['ls', 'modles'], 'models'],
    ['a file that is not there', ['run', '/no/such/file.yaml'], '/no/such/file.yaml'],
    ['a resume that is none', ['run', 'x.yaml', '--resume', '../x'], '--resume ../x'],
    ['an address that is none', ['ls', '--url', 'localhost:80'], '--url localhost:80'],
    ['a model with a slip', ['show', 'model', 'resnett'], 'did you mean "resnet"?'],
    ["a model's option with a slip", ['show', 'model', 'vgg', '--set', 'dept=16'], 'dept'],
    ['a shape that does not fit', ['show', 'model', 'vgg', '--input', '13'], '--input'],
    ['a shape that is none', ['show', 'model', 'vgg', '--input', '13x'], '224x224x3'],
  ])('%s', async (_name, args, said) => {
    const result = await cli.run(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(said);
  });

  it('with --json the error is one document on stdout as well', async () => {
    const result = await cli.run(['run', '/no/such/file.yaml', '--json']);
    expect(result.code).toBe(2);
    expect(json(result)).toMatchObject({ apiVersion: 1, error: { code: 'invalid' } });
    const wrongVerb = await cli.run(['rnu', '--json']);
    expect(json(wrongVerb)).toMatchObject({ apiVersion: 1, error: { code: 'invalid' } });
  });
});

describe('documents', () => {
  it.each([
    ['unknown key', 'trainnig: { epochs: 2 }\n', [], 'trainnig'],
    ['unknown key below', 'priority: 5\nschedule: { kind: cosine, warmup: 1 }\n', [], 'schedule.warmup'],
    ['__proto__', '__proto__: { a: 1 }\n', [], '__proto__'],
    ['negative batch', '', ['--set', 'data.batchSize=-1'], 'data.batchSize'],
    ['more workers than shards', '', ['--workers', '5'], '5'],
    ['unknown model', '', ['--set', 'model.name=lenet6'], 'lenet5'],
    ['unknown data set', '', ['--set', 'data.dataset=digit'], 'digits'],
    ['a tag', 'name2: !!js/function x\n', [], 'tags'],
    ['a key twice', 'name: again\n', [], 'unique'],
    ['broken YAML', 'x: [1,\n', [], ':10:'],
  ])('%s', async (name, more, args, said) => {
    const file = spec(`${name.replaceAll(' ', '-')}.yaml`, DOCUMENT + more);
    const result = await cli.run(['validate', file, ...args]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(said);
  });

  it('all problems at once', async () => {
    const file = spec('two.yaml', DOCUMENT);
    const result = await cli.run([
      ...['validate', file, '--json'],
      ...['--set', 'data.batchSize=-1', '--set', 'training.epochs=0'],
    ]);
    expect(result.code).toBe(2);
    const { error } = json(result) as { error: { details: { problems: { path: string }[] } } };
    expect(error.details.problems.map(({ path }) => path).sort()).toEqual([
      'data.batchSize',
      'training.epochs',
    ]);
  });

  it('prints the resolved document and what workers cost', async () => {
    const result = await cli.run(['validate', '-', '--set', 'training.epochs=5'], { stdin: DOCUMENT });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('epochs: 5');
    expect(result.stdout).toMatch(/# 3 +2 +2\.00 x/);
    const asJson = json(await cli.run(['validate', '-', '--json', '--workers', '2'], { stdin: DOCUMENT }));
    expect(asJson).toMatchObject({
      valid: true,
      resolved: { workers: { min: 2, max: 2 }, training: { shards: 4 } },
      stepCosts: [
        { workers: 1, shardTimes: 4 },
        { workers: 2, shardTimes: 2 },
      ],
    });
  });
});

describe('verbs without a cluster', () => {
  it('version', async () => {
    const result = await cli.run(['version', '--json']);
    expect(result.code).toBe(0);
    expect(json(result)).toMatchObject({ apiVersion: 1, coordinator: null });
  });

  it('show model', async () => {
    const args = ['show', 'model', 'lenet5', '--input', '28x28x1', '--classes', '10'];
    const result = await cli.run(args);
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(/^conv2 +Conv2D +10×10×16 +2,416 +240,000 +14×14$/m);
    expect(result.stdout).toContain('lenet5: 61,706 parameters');
    expect(json(await cli.run([...args, '--json']))).toMatchObject({ trainableParameters: 61_706 });
  });

  it.each(['models', 'datasets', 'losses', 'optimizers', 'schedules'])('ls %s', async (what) => {
    const entries = json(await cli.run(['ls', what, '--json']))[what] as { name: string }[];
    expect(entries.length).toBeGreaterThan(0);
  });

  it('ls models has those of the library and those that one brings', async () => {
    const entries = json(await cli.run(['ls', 'models', '--json']))['models'] as { name: string }[];
    const names = entries.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['resnet', 'keras', 'module']));
    expect(new Set(names).size).toBe(names.length);
  });

  it('config print names every setting and its origin, and shows no secret', async () => {
    const env = {
      RINGMASTER_TOKEN: 'very-secret',
      REDIS_URL: 'redis://:pass-word@127.0.0.1:6',
      RINGMASTER_URL: 'http://h',
    };
    const printed = await cli.run(['config', 'print', '--origin', '--timeout', '3s'], { env });
    expect(printed.code).toBe(0);
    expect(printed.stdout).not.toMatch(/very-secret|pass-word/);
    expect(printed.stdout).toMatch(/^cli +token +\(set, not shown\) +env RINGMASTER_TOKEN$/m);
    expect(printed.stdout).toMatch(/^coordinator +redis-url +\(set, not shown\) +env REDIS_URL$/m);
    expect(printed.stdout).toMatch(/^cli +timeout +3000 ms +flag --timeout$/m);
    expect(printed.stdout).toMatch(/^worker +device +auto +default$/m);
    const { settings } = json(await cli.run(['config', 'print', '--json'], { env })) as {
      settings: { name: string; value: string; origin: string }[];
    };
    expect(settings).toContainEqual({
      program: 'all',
      name: 'home',
      value: cli.home,
      origin: 'env RINGMASTER_HOME',
    });
    expect(settings.find(({ name }) => name === 'url')?.origin).toBe('env RINGMASTER_URL');
  });

  it('completes every verb that there is', async () => {
    const help = await cli.run(['--help']);
    const verbs = [...(help.stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z-]+)(?: |$)/gm)]
      .map(([, verb]) => verb ?? '')
      .filter((verb) => verb !== 'help');
    expect(verbs).toEqual(expect.arrayContaining(['setup', 'run', 'config', 'open', 'completion']));
    const { stdout } = await cli.run(['completion', 'bash']);
    const words = /""\*\) words="([^"]*)"/.exec(stdout)?.[1]?.split(' ') ?? [];
    expect(words).toEqual(expect.arrayContaining(verbs));
  });

  it('doctor names what is missing, with the command that helps', async () => {
    const result = await cli.run(['doctor', '--json']);
    const { checks, limits } = json(result) as {
      checks: { name: string; status: string; fix?: string }[];
      limits: object;
    };
    expect(result.code).toBe(1);
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'programs',
        status: 'fail',
        fix: expect.stringMatching(/^npm run setup/),
      }),
    );
    for (const check of checks) expect(check.status === 'ok' || (check.fix ?? '') !== '').toBe(true);
    expect(limits).toHaveProperty('jobDocumentBytes');
  });

  it.each([
    ['nothing on this home', ['ls'], 5, 'ringmaster up'],
    ['nothing at this address', ['ls', '--url', 'http://127.0.0.1:9'], 5, '127.0.0.1:9'],
    ['no token', ['show', 'x', '--url', 'http://127.0.0.1:9', '--token-file', '/no/token'], 4, '/no/token'],
    ['nothing to end', ['down'], 3, 'no local cluster'],
    ['nowhere to detach to', ['run', 'examples/digits.yaml', '--detach'], 5, 'ringmaster up'],
  ])('%s', async (_name, args, code, said) => {
    const result = await cli.run(args, { env: code === 4 ? {} : { RINGMASTER_TOKEN: 't' } });
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(said);
  });

  it('colours only where they are wanted', async () => {
    const escape = '\u001b[';
    expect((await cli.run(['ls'])).stderr).not.toContain(escape);
    expect((await cli.run(['ls'], { env: { FORCE_COLOR: '1' } })).stderr).toContain(escape);
    expect((await cli.run(['ls'], { env: { FORCE_COLOR: '0' } })).stderr).not.toContain(escape);
  });
});
