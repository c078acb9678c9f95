// npm run setup, and `ringmaster setup` of an installed package: everything between a fresh clone, or an installation,
// and a first run. Needs nothing but Node; safe to run at any time and from several terminals at once.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepareDigits } from '../datasets/prepare-digits.mjs';
import { cacheRoot, homeRoot, sweepPartials, writeAtomically } from './cache.mjs';
import { bundleApps, bundlesAreCurrent, dependenciesAreCurrent, installDependencies } from './checkout.mjs';
import { engineIsLinked, enginePlan, setUpEngine } from './engine.mjs';
import { layoutOf } from './layout.mjs';
import { withLock } from './lock.mjs';
import {
  describeMissing,
  hasNvidiaDriver,
  missingPrerequisites,
  thisPlatform,
  unsupportedPlatform,
} from './prerequisites.mjs';
import { say, SetupError } from './progress.mjs';
import { findRedis, setUpRedis } from './redis.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const layout = layoutOf(root);

const HELP = `Usage: ${layout.command} [options]

${layout.isCheckout ? 'Installs the npm packages (without install scripts), builds' : 'Builds'} the native TensorFlow engine once into a cache and links it
in, finds or fetches a Redis server, ${layout.isCheckout ? 'bundles the apps, ' : ''}and unpacks the data sets that come along.

  --gpu        build the CUDA engine too (done by itself when nvidia-smi answers)
  --no-native  leave the native engine out: the pure-JS backend trains, tens of times slower on dense layers, hundreds on convolutions
  --datasets   repair the data sets of the home directory (RINGMASTER_HOME) as well
  --check      say what is there and change nothing; exit code 1 when something is missing
  --json       print what is there as one JSON document on stdout
  --help

The cache is RINGMASTER_CACHE, else $XDG_CACHE_HOME/ringmaster, else ~/.cache/ringmaster.
`;

const cache = cacheRoot(process.env);
const path = process.env.PATH ?? '';

function shout(lines) {
  const bar = '!'.repeat(72);
  for (const line of [bar, ...lines, bar]) say(line);
}

/** Variants to build, or the reasons why there are none. */
async function chooseVariants({ gpu, 'no-native': withoutNative }) {
  if (withoutNative) return { variants: [], reasons: ['--no-native was given'] };
  const unsupported = unsupportedPlatform(thisPlatform());
  if (unsupported) return { variants: [], reasons: [unsupported] };
  return { variants: gpu || (await hasNvidiaDriver()) ? ['cpu', 'cuda'] : ['cpu'], reasons: [] };
}

async function setUpVariant(variant) {
  const plan = enginePlan({ layout, variant });
  if (!engineIsLinked(cache, plan)) {
    const missing = await missingPrerequisites();
    const cached = existsSync(join(cache, 'engine', plan.key, 'entry.json'));
    if (missing.length > 0 && !cached) return describeMissing(missing);
  }
  await withLock(join(cache, 'locks', plan.key), () => setUpEngine({ cache, layout, variant }));
  return [];
}

async function setUp(options) {
  if (layout.isCheckout) await installDependencies(root);
  const { variants, reasons } = await chooseVariants(options);
  for (const variant of variants) reasons.push(...(await setUpVariant(variant)));
  if (reasons.length > 0)
    shout([
      ...reasons.map((reason) => `no native engine: ${reason}`),
      'Training runs on the pure-JS backend instead: tens of times slower on dense layers, hundreds on convolutions.',
      `Run ${layout.command.replace(/ --$/, '')} again when this is put right.`,
    ]);
  const redis = await withLock(join(cache, 'locks/redis'), () => setUpRedis({ cache, path }));
  const facts = { version: 1, redisServer: redis?.binary ?? null, redisVersion: redis?.version ?? null };
  writeAtomically(join(cache, 'setup.json'), `${JSON.stringify(facts, null, 1)}\n`);
  if (layout.isCheckout) await bundleApps(root);
  prepareDatasets(options);
  for (const part of ['engine', '.']) sweepPartials(join(cache, part));
  say(redis ? `ready; Redis ${redis.version} at ${redis.binary}` : 'ready, but a cluster needs REDIS_URL');
}

/** Into the cache, from where a worker takes what its home lacks; with --datasets into the home too. */
function prepareDatasets({ datasets }) {
  const places = [cache, ...(datasets ? [homeRoot(process.env)] : [])];
  for (const place of places) {
    const { directory, changed } = prepareDigits(join(place, 'datasets'));
    if (changed) say(`data set digits: made ${directory}`);
  }
}

/** Every part with whether it is there; nothing is changed. */
async function inspect(options) {
  const isInstalled = !layout.isCheckout || dependenciesAreCurrent(root);
  const { variants, reasons } = isInstalled
    ? await chooseVariants(options)
    : { variants: [], reasons: ['npm packages are not installed'] };
  const redis = await findRedis({ cache, path });
  return [
    ...(layout.isCheckout ? [['npm packages', isInstalled]] : []),
    ...variants.map((variant) => [
      `${variant} engine`,
      engineIsLinked(cache, enginePlan({ layout, variant })),
    ]),
    ...reasons.map((reason) => [`native engine (${reason})`, false]),
    [redis ? `Redis ${redis.version} at ${redis.binary}` : 'Redis', redis !== undefined],
    ...(layout.isCheckout ? [['bundled apps', bundlesAreCurrent(root)]] : []),
  ].map(([name, isThere]) => ({ name, isThere }));
}

const printJson = (parts) =>
  process.stdout.write(
    `${JSON.stringify({ isComplete: parts.every(({ isThere }) => isThere), cache, parts }, null, 2)}\n`,
  );

async function check(options) {
  const parts = await inspect(options);
  if (parts.some(({ isThere }) => !isThere)) process.exitCode = 1;
  if (options.json) return printJson(parts);
  for (const { name, isThere } of parts)
    process.stdout.write(`${isThere ? 'ok      ' : 'missing '} ${name}\n`);
  for (const line of describeMissing(await missingPrerequisites()))
    process.stdout.write(`note     ${line}\n`);
  process.stdout.write(`cache    ${cache}\n`);
}

function options() {
  try {
    return parseArgs({
      options: {
        gpu: { type: 'boolean', default: false },
        'no-native': { type: 'boolean', default: false },
        datasets: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    process.stderr.write(`${cause.message}\n\n${HELP}`);
    process.exit(2);
  }
}

const chosen = options();
try {
  if (chosen.help) process.stdout.write(HELP);
  else if (chosen.check) await check(chosen);
  else {
    const checkout = createHash('sha256').update(root).digest('hex').slice(0, 16);
    await withLock(join(cache, 'locks', `checkout-${checkout}`), () => setUp(chosen));
    if (chosen.json) printJson(await inspect(chosen));
  }
} catch (cause) {
  if (!(cause instanceof SetupError)) throw cause;
  say(`failed: ${cause.message}`);
  process.exitCode = 1;
}
