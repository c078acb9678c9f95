// What the machine must bring, and the command that installs what it lacks.
import { tryExecute } from './progress.mjs';

/** Programs that building the native engine needs. */
export const PREREQUISITES = [
  { name: 'python3', command: 'python3', args: ['--version'], install: 'sudo apt-get install -y python3' },
  {
    name: 'pip',
    command: 'python3',
    args: ['-m', 'pip', '--version'],
    install: 'sudo apt-get install -y python3-pip',
  },
  { name: 'g++', command: 'g++', args: ['--version'], install: 'sudo apt-get install -y g++' },
];

/** The entries of `wanted` that this machine lacks. */
export async function missingPrerequisites(wanted = PREREQUISITES) {
  const found = await Promise.all(wanted.map(({ command, args }) => tryExecute(command, args)));
  return wanted.filter((_, index) => found[index] === undefined);
}

export const describeMissing = (missing) =>
  missing.map(({ name, install }) => `${name} is missing; install it with: ${install}`);

/** True when an NVIDIA driver answers. */
export const hasNvidiaDriver = async () =>
  (await tryExecute('nvidia-smi', ['-L']))?.includes('GPU ') ?? false;

/** Why the native engine cannot be built on this platform; undefined where it can. */
export function unsupportedPlatform({ platform, arch, glibc }) {
  if (platform === 'linux' && !glibc)
    return 'TensorFlow publishes Linux libraries for glibc only; this system uses another C library (musl?)';
  if (platform === 'linux' && compareVersions(glibc, '2.27') < 0)
    return `TensorFlow's libraries need glibc 2.27 or newer; this system has ${glibc}`;
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) return undefined;
  if (platform === 'linux') return `TensorFlow publishes no Linux library for ${arch}`;
  if (platform === 'darwin')
    return 'the engine build knows Linux library names and run paths only; on macOS use a Linux container or VM';
  if (platform === 'win32') return 'the engine build needs Linux; on Windows run Ringmaster inside WSL 2';
  return `TensorFlow publishes no library for ${platform}`;
}

export function compareVersions(a, b) {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(x.length, y.length); i += 1)
    if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) - (y[i] ?? 0);
  return 0;
}

export const thisPlatform = () => ({
  platform: process.platform,
  arch: process.arch,
  glibc: process.report?.getReport().header.glibcVersionRuntime,
});
