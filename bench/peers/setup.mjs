// `npm run bench:peers:setup`: a Python environment with PyTorch, TensorFlow and Keras, once per user. Wheels only.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publish, sweepPartials } from '../../tools/setup/cache.mjs';
import { execute, phase, say, SetupError } from '../../tools/setup/progress.mjs';
import { peersPlace, REQUIREMENTS } from './place.mjs';

const PROBE =
  'import torch, tensorflow, keras; print(torch.__version__, tensorflow.__version__, keras.__version__)';

async function install(dir) {
  // Without pip of its own, so that a Python that lacks ensurepip will do; the outer pip installs into it.
  await execute('python3', ['-m', 'venv', '--without-pip', dir]);
  const python = join(dir, 'bin/python');
  const flags = [
    '--disable-pip-version-check',
    '--no-input',
    '--no-deps',
    '--only-binary=:all:',
    '--no-compile',
  ];
  await phase('installing PyTorch, TensorFlow and Keras (1.7 GB of wheels)', () =>
    execute('python3', ['-m', 'pip', '--python', python, 'install', ...flags, '-r', REQUIREMENTS]),
  );
  const versions = await phase('importing them once', () =>
    execute(python, ['-c', PROBE], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } }),
  );
  say(`torch, tensorflow, keras ${versions.trim()}`);
}

try {
  const place = peersPlace(process.env);
  if (existsSync(place)) say(`the peers are there: ${place}`);
  else {
    sweepPartials(join(place, '..'));
    await publish(place, install);
    say(`ready: ${place}`);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  say(
    'the peers need python3 (3.11 or newer) with the venv module and pip (22.3 or newer), and 6 GB of disk',
  );
  process.exitCode = 1;
}
