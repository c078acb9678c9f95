import type { FaultRow } from './fault-row.js';
import { belowMin } from './rows/below-min.js';
import { bitFlip } from './rows/bit-flip.js';
import { blockedLoop } from './rows/blocked-loop.js';
import { checkpointCrash } from './rows/checkpoint-crash.js';
import { coordinatorFailpoints } from './rows/coordinator-failpoints.js';
import { coordinatorGone } from './rows/coordinator-gone.js';
import { coordinator } from './rows/coordinator.js';
import { corruptCheckpoint } from './rows/corrupt-checkpoint.js';
import { defaultBind } from './rows/default-bind.js';
import { diskFull } from './rows/disk-full.js';
import { drift } from './rows/drift.js';
import { duplicate } from './rows/duplicate.js';
import { elastic } from './rows/elastic.js';
import { freeze } from './rows/freeze.js';
import { httpAbuse } from './rows/http-abuse.js';
import { halfOpen } from './rows/half-open.js';
import { kill } from './rows/kill.js';
import { notFinite } from './rows/not-finite.js';
import { oneWay } from './rows/one-way.js';
import { outOfMemory } from './rows/out-of-memory.js';
import { partition } from './rows/partition.js';
import { poison } from './rows/poison.js';
import { rebinding } from './rows/rebinding.js';
import { redisFull } from './rows/redis-full.js';
import { redisKill } from './rows/redis-kill.js';
import { redisStop } from './rows/redis-stop.js';
import { redisTorn } from './rows/redis-torn.js';
import { redisWiped } from './rows/redis-wiped.js';
import { rollingUpgrade } from './rows/rolling-upgrade.js';
import { ssrf } from './rows/ssrf.js';
import { slowRank } from './rows/slow-rank.js';
import { strayFrames } from './rows/stray-frames.js';
import { twoCoordinators } from './rows/two-coordinators.js';
import { zombie } from './rows/zombie.js';
import { authorisation } from './rows/authorisation.js';
import { hostileRequests } from './rows/hostile-requests.js';
import { silentPeer } from './rows/silent-peer.js';
import { strangers } from './rows/strangers.js';

/** Every row, by number. */
export const ROWS: readonly FaultRow[] = [
  kill,
  outOfMemory,
  freeze,
  zombie,
  partition,
  oneWay,
  halfOpen,
  silentPeer,
  bitFlip,
  strayFrames,
  coordinator,
  coordinatorFailpoints,
  coordinatorGone,
  twoCoordinators,
  redisKill,
  redisStop,
  redisWiped,
  redisTorn,
  redisFull,
  duplicate,
  diskFull,
  checkpointCrash,
  corruptCheckpoint,
  notFinite,
  poison,
  blockedLoop,
  elastic,
  httpAbuse,
  hostileRequests,
  authorisation,
  rebinding,
  strangers,
  ssrf,
  defaultBind,
  rollingUpgrade,
  drift,
  slowRank,
  belowMin,
];

/** The cheapest ones: `npm test` runs them once, quickly. The others take minutes. */
export const QUICK_ROWS: ReadonlySet<string> = new Set([
  ...['kill', 'freeze', 'redis-kill', 'redis-wiped'],
  ...['rebinding', 'authorisation', 'hostile-requests'],
]);
