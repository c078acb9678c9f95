// The TypeScript sources that the reference pages are made from, bundled to one file and imported.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ENTRY = `
export {
  AugmentSpec,
  ERROR_CODES,
  jobDocumentJsonSchema,
  LIMITS,
  LossOptions,
  MetricOptions,
  OptimizerSpec,
  ROUTES,
  ScheduleSpec,
  TaskSpec,
} from '@ringmaster/contracts';
export { DATASETS } from '@ringmaster/data';
export { ALL_MODELS, MODELS } from '@ringmaster/models';
export { toJSONSchema } from 'zod';
export { buildProgram } from './apps/cli/src/program.ts';
`;

export async function loadSources(root) {
  // Below node_modules, so that npm packages are found from there.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'ringmaster-gen-'));
  const outfile = join(scratch, 'sources.mjs');
  try {
    await build({
      stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
      absWorkingDir: root,
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      plugins: [
        {
          name: 'npm packages stay packages',
          setup: (api) => {
            api.onResolve({ filter: /^[^./]/ }, ({ path }) =>
              path.startsWith('@ringmaster/') ? undefined : { path, external: true },
            );
          },
        },
      ],
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
