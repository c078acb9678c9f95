import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The npm packages that a native engine consists of, by device. */
const PACKAGES = { cpu: '@tensorflow/tfjs-node', gpu: '@tensorflow/tfjs-node-gpu' } as const;
export type NativeDevice = keyof typeof PACKAGES;

interface PackageFile {
  readonly binary: { readonly napi_versions: readonly number[] };
}

/**
 * The package.json of a device's engine. An installed Ringmaster carries its own (`#engine` in its package.json) and takes
 * no other: a tfjs-node of the project around it is another build, for another TensorFlow.
 */
export function engineManifest(device: NativeDevice): string | undefined {
  const isInstalled = resolved('#engine/cpu/package.json') !== undefined;
  return resolved(isInstalled ? `#engine/${device}/package.json` : `${PACKAGES[device]}/package.json`);
}

function resolved(specifier: string): string | undefined {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
}

/** The built addon of a device's package, or undefined when set-up has not built and linked it. */
export function installedAddon(device: NativeDevice): string | undefined {
  const manifest = engineManifest(device);
  if (manifest === undefined) return undefined;
  const { binary } = JSON.parse(readFileSync(manifest, 'utf8')) as PackageFile;
  const napi = Math.max(
    ...binary.napi_versions.filter((version) => version <= Number(process.versions.napi)),
  );
  const addon = join(dirname(manifest), 'lib', `napi-v${napi}`, 'tfjs_binding.node');
  return existsSync(addon) ? addon : undefined;
}

/**
 * Loads a device's package into this process: it registers the backend `tensorflow` and its kernels.
 * tfjs-node calls functions of `node:util` that Node 23 removed; they are put back before.
 */
export function requireNative(device: NativeDevice): void {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const manifest = engineManifest(device);
  require(manifest === undefined ? PACKAGES[device] : dirname(manifest));
}
