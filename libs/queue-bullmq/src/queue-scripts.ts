/** Small atomic changes that BullMQ has no command for. They follow the key layout of the pinned BullMQ version. */

/** Keys of {@link PUT_BACK} and {@link HOLD_AGAIN}, in their order. */
export const SCRIPT_KEYS = ['active', 'wait', 'prioritized', 'stalled', 'marker'] as const;

export const PUT_BACK = `-- Moves a job from wherever it is to its place among the waiting ones. Changes: the job's place and lock.
-- KEYS 1 active list   2 wait list   3 prioritized set   4 stalled set   5 marker   6 job hash   7 lock
-- ARGV 1 job id   2 lock token that must fit, or "" for any   3 score in the prioritized set
-- answers: ok | gone (no such job) | ended (finished already) | other (locked with another token)
if redis.call('EXISTS', KEYS[6]) == 0 then return 'gone' end
local lock = redis.call('GET', KEYS[7])
if lock and ARGV[2] ~= '' and lock ~= ARGV[2] then return 'other' end
local found = redis.call('LREM', KEYS[1], 0, ARGV[1]) + redis.call('LREM', KEYS[2], 0, ARGV[1])
if found == 0 and not redis.call('ZSCORE', KEYS[3], ARGV[1]) then return 'ended' end
redis.call('DEL', KEYS[7])
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
redis.call('ZADD', KEYS[5], 0, '0')
return 'ok'`;

export const HOLD_AGAIN = `-- Locks a job that waits, or that we hold but whose lock ran out, and takes it out of the waiting ones. Changes: place and lock.
-- KEYS 1 active list   2 wait list   3 prioritized set   4 stalled set   5 marker   6 job hash   7 lock
-- ARGV 1 job id   2 our lock token   3 life of the lock in ms
-- answers: ok | gone (no such job) | ended (finished already) | other (locked with another token)
if redis.call('EXISTS', KEYS[6]) == 0 then return 'gone' end
local lock = redis.call('GET', KEYS[7])
if lock and lock ~= ARGV[2] then return 'other' end
local found = redis.call('LREM', KEYS[1], 0, ARGV[1]) + redis.call('LREM', KEYS[2], 0, ARGV[1])
found = found + redis.call('ZREM', KEYS[3], ARGV[1])
if found == 0 then return 'ended' end
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('SET', KEYS[7], ARGV[2], 'PX', ARGV[3])
return 'ok'`;

export type ScriptAnswer = 'ok' | 'gone' | 'ended' | 'other';
