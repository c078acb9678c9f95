// Where the parts that the set-up works on lie: in a checkout of the repository, or in an installed package.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Variant → the npm package whose addon source and JavaScript it uses. */
export const ENGINE_PACKAGES = { cpu: '@tensorflow/tfjs-node', cuda: '@tensorflow/tfjs-node-gpu' };

/** Variant → the directory below `engine/` that an installed package carries that npm package in. */
export const ENGINE_DIRECTORIES = { cpu: 'cpu', cuda: 'gpu' };

/**
 * An installed package carries the engine's JavaScript itself instead of depending on it: npm would run that package's
 * install script, which downloads another TensorFlow, and a failure of it would fail the installation.
 */
export function layoutOf(root) {
  const isCheckout = existsSync(join(root, 'apps'));
  return {
    root,
    isCheckout,
    /** The command that a user types to run the set-up. */
    command: isCheckout ? 'npm run setup --' : 'npx ringmaster setup',
    enginePackage: (variant) =>
      isCheckout
        ? join(root, 'node_modules', ENGINE_PACKAGES[variant])
        : join(root, 'engine', ENGINE_DIRECTORIES[variant]),
    /** Node's C headers; npm may have put the package above this one. */
    napiHeaders: () =>
      join(dirname(createRequire(join(root, 'package.json')).resolve('node-api-headers')), 'include'),
  };
}
