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

/** The built addon of a device's package, or undefined when set-up has not built and linked it. */
export function installedAddon(device: NativeDevice): string | undefined {
  let manifest: string;
  try {
    manifest = require.resolve(`${PACKAGES[device]}/package.json`);
  } catch {
    return undefined;
  }
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
  require(PACKAGES[device]);
}
