// Python's own TensorFlow, ONNX and onnxruntime in a directory of the cache, for the tests of exports. Prints the
// directory. With --cached it only looks; exit code 3 and a reason when the packages are not there, or fit no wheel.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot, publish } from './cache.mjs';
import { execute, tryExecute } from './progress.mjs';
import { TENSORFLOW_VERSION } from './wheels.mjs';

const PACKAGES = [`tensorflow-cpu==${TENSORFLOW_VERSION}`, 'onnx==1.23.2', 'onnxruntime==1.31.1'];
const VERSION = 'import sys; print("%d.%d" % sys.version_info[:2])';

async function directory() {
  const python = (await tryExecute('python3', ['-c', VERSION]))?.trim();
  if (!python) throw new Error('there is no python3');
  const key = `exports_tensorflow-${TENSORFLOW_VERSION}_python-${python}_${process.platform}-${process.arch}`;
  const target = join(cacheRoot(process.env), 'python', key);
  if (existsSync(join(target, 'tensorflow'))) return target;
  if (process.argv.includes('--cached'))
    throw new Error(`${target} is not there; npm run test:full fetches it`);
  await publish(target, (dir) =>
    execute('python3', [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'],
      ...['--target', dir, ...PACKAGES],
    ]),
  );
  return target;
}

try {
  process.stdout.write(`${await directory()}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}
