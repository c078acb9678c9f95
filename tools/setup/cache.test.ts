import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userPlaces } from '@ringmaster/contracts';
import { cacheRoot, filesBelow, homeRoot, linkTree, publish, sweepPartials } from './cache.mjs';
import { bundlesAreCurrent, installedMatchesLock } from './checkout.mjs';
import { compileArguments, entryIsWhole, layOut } from './engine.mjs';
import { unzip, wheelsDigest } from './wheels.mjs';
import { execute, SetupError, tryExecute } from './progress.mjs';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'ringmaster-setup-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
};
const read = (name: string) => readFileSync(join(dir, name), 'utf8');

describe('cacheRoot', () => {
  it.each([
    [{ RINGMASTER_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ XDG_CACHE_HOME: '/b' }, '/b/ringmaster'],
  ])('of %j is %s', (env, expected) => expect(cacheRoot(env)).toBe(expected));
});

describe('what the set-up and the apps take for the home and the cache', () => {
  it.each<[NodeJS.Platform, Record<string, string>]>([
    ['linux', {}],
    ['linux', { RINGMASTER_HOME: '/h', RINGMASTER_CACHE: '/c' }],
    ['linux', { RINGMASTER_HOME: '', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' }],
    ['darwin', { XDG_DATA_HOME: '/d' }],
  ])('is the same on %s with %j', (platform, env) => {
    const places = userPlaces({ variables: env, platform, userDirectory: homedir() });
    expect({ home: homeRoot(env, platform), cache: cacheRoot(env) }).toEqual(places);
  });
});

describe('publish', () => {
  it('shows the entry only when it is whole, and leaves nothing of a failed build', async () => {
    const target = join(dir, 'entry');
    const failing = publish(target, async (scratch: string) => {
      writeFileSync(join(scratch, 'half'), 'x');
      throw new Error('build failed');
    });
    await expect(failing).rejects.toThrow('build failed');
    expect(readdirSync(dir)).toEqual([]);
    await publish(target, async (scratch: string) => {
      expect(existsSync(target)).toBe(false);
      writeFileSync(join(scratch, 'whole'), 'y');
    });
    expect(read('entry/whole')).toBe('y');
  });

  it('keeps the first of two builders of one entry', async () => {
    const target = join(dir, 'entry');
    const build = (text: string) =>
      publish(target, async (scratch: string) => writeFileSync(join(scratch, 'by'), text));
    await build('first');
    await build('second');
    expect(read('entry/by')).toBe('first');
    expect(readdirSync(dir)).toEqual(['entry']);
  });

  it('sweeps the leftovers of killed builds after a day', () => {
    mkdirSync(join(dir, 'x.partial-1-aa'));
    sweepPartials(dir, Date.now());
    expect(readdirSync(dir)).toHaveLength(1);
    sweepPartials(dir, Date.now() + 2 * 86_400_000);
    expect(readdirSync(dir)).toHaveLength(0);
  });
});

describe('linkTree', () => {
  it('hard-links every file, does nothing the second time, and replaces what differs', () => {
    write('from/deps/lib/a.so', 'aaa');
    write('from/lib/b.node', 'bbb');
    const [from, to] = [join(dir, 'from'), join(dir, 'to')];
    write('to/package.json', 'mine');
    expect(linkTree(from, to)).toBe(2);
    expect(statSync(join(to, 'deps/lib/a.so')).ino).toBe(statSync(join(from, 'deps/lib/a.so')).ino);
    expect(linkTree(from, to)).toBe(0);
    rmSync(join(to, 'lib/b.node'));
    write('to/lib/b.node', 'an older build');
    expect(linkTree(from, to)).toBe(1);
    expect(read('to/lib/b.node')).toBe('bbb');
    expect(filesBelow(to)).toEqual(['deps/lib/a.so', 'lib/b.node', 'package.json']);
  });
});

describe('engine layout', () => {
  const fakeWheel = async (name: string, files: Record<string, string>) => {
    const program = [
      'import sys, json, zipfile',
      'with zipfile.ZipFile(sys.argv[1], "w") as z:',
      '    [z.writestr(n, t) for n, t in json.loads(sys.argv[2]).items()]',
    ].join('\n');
    await execute('python3', ['-c', program, join(dir, name), JSON.stringify(files)]);
    return join(dir, name);
  };

  it('puts TensorFlow and CUDA where the addon and TensorFlow look for them', async () => {
    const tensorflow = await fakeWheel('tensorflow.whl', {
      'tensorflow/libtensorflow_cc.so.2': 'cc',
      'tensorflow/libtensorflow_framework.so.2': 'framework',
      'tensorflow/include/tensorflow/c/c_api.h': 'header',
      'tensorflow/python/other.py': 'not wanted',
    });
    const cublas = await fakeWheel('cublas.whl', {
      'nvidia/__init__.py': '',
      'nvidia/cublas/lib/libcublas.so.12': 'cublas',
      'nvidia/cublas/include/cublas.h': 'header',
      'nvidia_cublas_cu12.dist-info/METADATA': 'not wanted',
    });
    const extracted = join(dir, 'extracted');
    const wanted = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'];
    await unzip(tensorflow, extracted, [...wanted, 'tensorflow/include/']);
    await unzip(cublas, extracted, ['nvidia/']);
    layOut(extracted, join(dir, 'package'));
    expect(filesBelow(join(dir, 'package'))).toEqual([
      'deps/lib/libtensorflow_cc.so.2',
      'deps/lib/libtensorflow_framework.so.2',
      'deps/nvidia/__init__.py',
      'deps/nvidia/cublas/lib/libcublas.so.12',
    ]);
    expect(filesBelow(extracted)).toEqual(['tensorflow/include/tensorflow/c/c_api.h']);
  });

  it('says what a wheel lacks', async () => {
    const wheel = await fakeWheel('empty.whl', { 'other/file': '' });
    await expect(unzip(wheel, join(dir, 'x'), ['tensorflow/lib'])).rejects.toThrow(
      /holds none of tensorflow\/lib/,
    );
  });

  it('compiles against the cached library with a run path relative to the addon', () => {
    const plan = { packageDir: '/repo/node_modules/@tensorflow/tfjs-node', napi: 8 };
    const args = compileArguments({
      plan,
      include: '/x/include',
      napiHeaders: '/repo/headers',
      tree: '/cache/package',
    });
    expect(args).toContain('-Wl,-rpath,$ORIGIN/../../deps/lib');
    expect(args).toContain('-DNAPI_VERSION=8');
    expect(args.at(-1)).toBe('/cache/package/lib/napi-v8/tfjs_binding.node');
  });

  it('knows an entry that lost a file or was cut', () => {
    write('entry/package/deps/lib/a', '12345');
    expect(entryIsWhole(join(dir, 'entry'))).toBe(false);
    write('entry/entry.json', JSON.stringify({ files: { 'deps/lib/a': 5 } }));
    expect(entryIsWhole(join(dir, 'entry'))).toBe(true);
    write('entry/package/deps/lib/a', '123');
    expect(entryIsWhole(join(dir, 'entry'))).toBe(false);
  });

  it('gives other wheels another cache key', () => {
    const one = [{ name: 'a', version: '1' }];
    expect(wheelsDigest(one)).toBe(wheelsDigest([{ name: 'a', version: '1' }]));
    expect(wheelsDigest([{ name: 'a', version: '2' }])).not.toBe(wheelsDigest(one));
  });
});

describe('installedMatchesLock', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'libs/core': { version: '0.1.0' },
      'node_modules/@ringmaster/core': { link: true },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/fsevents': { version: '2.0.0', optional: true },
    },
  };
  const own = { 'node_modules/@ringmaster/core': '0.1.0' };
  it.each<[string, Record<string, string>, boolean]>([
    ['nothing is installed', {}, false],
    ['all is there, another platform’s package is not', { ...own, 'node_modules/a': '1.0.0' }, true],
    ['a version differs', { ...own, 'node_modules/a': '1.0.1' }, false],
    ['a package is missing', own, false],
    ['a link is missing', { 'node_modules/a': '1.0.0' }, false],
    [
      'an optional package has another version',
      { ...own, 'node_modules/a': '1.0.0', 'node_modules/fsevents': '1' },
      false,
    ],
  ])('when %s', (_, versions, expected) =>
    expect(installedMatchesLock(lock, (path: string) => versions[path])).toBe(expected),
  );
});

describe('bundles', () => {
  it('are stale without a stamp', () => {
    write('apps/x/src/main.ts', '1');
    write('libs/y/src/index.ts', '1');
    write('tools/build.mjs', '');
    expect(bundlesAreCurrent(dir)).toBe(false);
  });
});

describe('execute', () => {
  it('gives stdout, or an error with what the program said', async () => {
    expect(await execute('node', ['-e', 'console.log(1)'])).toBe('1\n');
    const failing = execute('node', ['-e', 'console.error("why"); process.exit(3)']);
    await expect(failing).rejects.toThrow(SetupError);
    await expect(failing).rejects.toThrow(/exited with 3:\nwhy/);
  });

  it('reports a program that is missing or too slow', async () => {
    await expect(execute('no-such-program-of-ours', [])).rejects.toThrow(/no-such-program-of-ours/);
    const slow = execute('node', ['-e', 'setTimeout(() => {}, 60000)'], { timeoutMs: 200 });
    await expect(slow).rejects.toThrow(SetupError);
    expect(await tryExecute('no-such-program-of-ours', [])).toBeUndefined();
  });
});
