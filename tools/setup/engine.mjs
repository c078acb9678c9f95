// The native engine: TensorFlow's C library out of its Python wheel, and tfjs-node's addon compiled against it.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { filesBelow, linkTree, publish } from './cache.mjs';
import { execute, phase, say, SetupError, tryExecute } from './progress.mjs';
import { ENGINE_WHEELS, fetchWheel, TENSORFLOW_VERSION, wheelsDigest } from './wheels.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What to build for a checkout or an installed package: its package, wheels, N-API version and the cache entry's name. */
export function enginePlan({ layout, variant, platform = `${process.platform}-${process.arch}` }) {
  const wheels = ENGINE_WHEELS[variant][platform];
  if (!wheels) throw new SetupError(`there is no ${variant} build of TensorFlow for ${platform}`);
  const packageDir = layout.enginePackage(variant);
  const { version, binary } = readJson(join(packageDir, 'package.json'));
  const napi = Math.max(...binary.napi_versions.filter((n) => n <= Number(process.versions.napi)));
  const parts = [`tensorflow-${TENSORFLOW_VERSION}`, `tfjs-${version}`, `napi-${napi}`, platform, variant];
  return { variant, wheels, packageDir, napi, key: [...parts, wheelsDigest(wheels)].join('_') };
}

/**
 * Brings what the wheels hold into the shape of the npm package: `deps/lib` with TensorFlow's two libraries, and
 * `deps/nvidia/<part>/lib` beside it, where TensorFlow's run path ($ORIGIN/../nvidia/<part>/lib) finds CUDA. Headers
 * stay behind: only the compiler needs them.
 */
export function layOut(extracted, packageTree) {
  const lib = join(packageTree, 'deps/lib');
  mkdirSync(lib, { recursive: true });
  for (const name of readdirSync(join(extracted, 'tensorflow')))
    if (name.startsWith('libtensorflow')) renameSync(join(extracted, 'tensorflow', name), join(lib, name));
  const nvidia = join(extracted, 'nvidia');
  if (!existsSync(nvidia)) return;
  for (const part of readdirSync(nvidia, { withFileTypes: true }))
    if (part.isDirectory()) rmSync(join(nvidia, part.name, 'include'), { recursive: true, force: true });
  renameSync(nvidia, join(packageTree, 'deps/nvidia'));
}

/** The compiler's arguments: what the package's own build recipe says, without needing make or Node's headers. */
export function compileArguments({ plan, include, napiHeaders, tree }) {
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) =>
    join(plan.packageDir, 'binding', name),
  );
  const lib = join(tree, 'deps/lib');
  return [
    ...[
      '-std=c++17',
      '-O2',
      '-fPIC',
      '-shared',
      '-w',
      `-DNAPI_VERSION=${plan.napi}`,
      '-DNODE_GYP_MODULE_NAME=tfjs_binding',
    ],
    ...['-I', include, '-I', napiHeaders, ...sources],
    ...['-L', lib, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-Wl,--allow-shlib-undefined'],
    ...['-o', join(tree, 'lib', `napi-v${plan.napi}`, 'tfjs_binding.node')],
  ];
}

async function build(plan, layout, dir) {
  const extracted = join(dir, 'extracted');
  const tree = join(dir, 'package');
  for (const wheel of plan.wheels) {
    const size = wheel.sizeMb ? `, ${wheel.sizeMb} MB` : '';
    await phase(`downloading ${wheel.name} ${wheel.version}${size}`, () => fetchWheel(wheel, extracted));
  }
  layOut(extracted, tree);
  mkdirSync(join(tree, 'lib', `napi-v${plan.napi}`), { recursive: true });
  const include = join(extracted, 'tensorflow/include');
  const napiHeaders = layout.napiHeaders();
  await phase('compiling the addon', () =>
    execute('g++', compileArguments({ plan, include, napiHeaders, tree })),
  );
  rmSync(extracted, { recursive: true, force: true });
  const files = Object.fromEntries(filesBelow(tree).map((name) => [name, statSync(join(tree, name)).size]));
  writeFileSync(
    join(dir, 'entry.json'),
    JSON.stringify({ key: plan.key, variant: plan.variant, files }, null, 1),
  );
}

/** True when a cache entry is whole: every file it lists is there with its size. */
export function entryIsWhole(entry) {
  if (!existsSync(join(entry, 'entry.json'))) return false;
  return Object.entries(readJson(join(entry, 'entry.json')).files).every(([name, size]) => {
    const file = join(entry, 'package', name);
    return existsSync(file) && statSync(file).size === size;
  });
}

export const entryDir = (cache, plan) => join(cache, 'engine', plan.key);

/** True when the linked package holds every file of the engine. */
export function engineIsLinked(cache, plan) {
  const entry = entryDir(cache, plan);
  const binding = join(plan.packageDir, 'lib', `napi-v${plan.napi}`, 'tfjs_binding.node');
  return existsSync(binding) && entryIsWhole(entry);
}

/** Builds the engine into the cache unless it is there, and links it into the package that is loaded. */
export async function setUpEngine({ cache, layout, variant }) {
  const plan = enginePlan({ layout, variant });
  const entry = entryDir(cache, plan);
  if (!entryIsWhole(entry)) {
    rmSync(entry, { recursive: true, force: true });
    say(`the ${variant} engine is not in the cache yet: building ${plan.key}`);
    await publish(entry, (dir) => build(plan, layout, dir));
  }
  const placed = linkTree(join(entry, 'package'), plan.packageDir);
  if (placed > 0) {
    say(`linked ${placed} files of the ${variant} engine into ${dirname(plan.packageDir)}`);
    const version = await loadedVersion(plan);
    say(`the ${variant} engine loads: TensorFlow ${version}, up to ${availableParallelism()} threads`);
  }
  return plan;
}

/** Loads the addon in a process of its own and asks it for its version. */
async function loadedVersion(plan) {
  const binding = join(plan.packageDir, 'lib', `napi-v${plan.napi}`, 'tfjs_binding.node');
  const program = `process.stdout.write(require(${JSON.stringify(binding)}).TF_Version)`;
  const args = ['-e', program];
  const version = await tryExecute(process.execPath, args, {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  if (version) return version;
  // Once more, for its message.
  return execute(process.execPath, args, { timeoutMs: 60_000 });
}
