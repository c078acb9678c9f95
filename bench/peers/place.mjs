// Where the peers' Python environment lies: in the per-user cache, under a name made of all that it depends on.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../../tools/setup/cache.mjs';

export const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));

export function peersPlace(env) {
  const key = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(process.arch).digest('hex');
  return join(cacheRoot(env), 'peers', key.slice(0, 16));
}
