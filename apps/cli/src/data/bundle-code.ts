import { dirname, join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Message, Plugin } from 'esbuild';

/** What the trainer has loaded already, and must be there only once: the bundle takes it from there. */
const hostModules = (names: readonly string[], symbol: string): Plugin => ({
  name: 'host-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@(tensorflow|ringmaster)\// }, ({ path }) =>
      names.includes(path)
        ? { path, namespace: 'host' }
        : { errors: [{ text: `${path} is not there for a model; there are ${names.join(', ')}` }] },
    );
    onLoad({ filter: /.*/, namespace: 'host' }, ({ path }) => ({
      contents: `module.exports = globalThis[Symbol.for(${JSON.stringify(symbol)})][${JSON.stringify(path)}]`,
      loader: 'js',
    }));
  },
});

/**
 * One file of a user's module and all that it imports, with a map of its sources. Nothing of it is run.
 * @throws TrainError `invalid` naming file and line | `too_large`
 */
export async function bundleCode(path: string): Promise<Uint8Array> {
  const [{ build }, { HOST_MODULES }] = await Promise.all([import('esbuild'), import('@ringmaster/models')]);
  const directory = dirname(path);
  const { outputFiles } = await build({
    entryPoints: [path],
    absWorkingDir: directory,
    outfile: join(directory, 'model.mjs'),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [hostModules(HOST_MODULES.names, HOST_MODULES.symbol)],
  }).catch((cause: unknown) => {
    const { errors = [] } = cause as { readonly errors?: readonly Message[] };
    const told = errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
    );
    throw new TrainError('invalid', `model.path: ${told.join('\n') || String(cause)}`, { cause });
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  if (bytes.length > LIMITS.codeBytes)
    throw new TrainError(
      'too_large',
      `model.path: ${path} and what it imports make ${bytes.length} bytes, more than ${LIMITS.codeBytes}`,
    );
  return bytes;
}
