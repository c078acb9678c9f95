import type { LuaScript } from './lua-script.js';

export const acquireScript: LuaScript = {
  name: 'acquiring the lease',
  lua: `-- Makes the caller the holder, with an epoch above every one that is known. Changes: the lease.
-- KEYS 1 lease hash {epoch, holder, append}   2 sign of life (string: holder, expires)
-- ARGV 1 holder   2 largest epoch known elsewhere   3 life in ms   4 "1" to take it from a living holder
-- answers: {granted, epoch} | {held, holder, ms left}
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] and ARGV[4] ~= '1' then
  return { 'held', holder, tostring(redis.call('PTTL', KEYS[2])) }
end
local known = tonumber(redis.call('HGET', KEYS[1], 'epoch') or '0')
local epoch = math.max(known, tonumber(ARGV[2])) + 1
redis.call('HSET', KEYS[1], 'epoch', epoch, 'holder', ARGV[1], 'append', 0)
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
return { 'granted', tostring(epoch) }`,
};

export const renewScript: LuaScript = {
  name: 'renewing the lease',
  lua: `-- Shows that the holder lives; writes its lease again when Redis has lost it. Changes: the lease.
-- KEYS 1 lease hash   2 sign of life
-- ARGV 1 holder   2 epoch   3 life in ms
-- answers: {kept} | {restored} | {lost, epoch, holder}
local lease = redis.call('HMGET', KEYS[1], 'epoch', 'holder')
local outcome = 'kept'
if not lease[1] then
  redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'holder', ARGV[1], 'append', 0)
  outcome = 'restored'
elseif lease[1] ~= ARGV[2] or lease[2] ~= ARGV[1] then
  return { 'lost', lease[1], lease[2] or '?' }
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
return { outcome }`,
};

export const raiseScript: LuaScript = {
  name: 'raising the epoch',
  lua: `-- Makes the next epoch larger than one that somebody else knows, and ends the present one. Changes: the lease's epoch.
-- KEYS 1 lease hash {epoch, holder, append}
-- ARGV 1 holder   2 its epoch   3 epoch that is known elsewhere, larger than its own
-- A lease that Redis has lost is nobody's: its holder may write it again.
-- answers: {raised} | {lost, epoch, holder}
local lease = redis.call('HMGET', KEYS[1], 'epoch', 'holder')
if lease[1] and (lease[1] ~= ARGV[2] or lease[2] ~= ARGV[1]) then return { 'lost', lease[1], lease[2] or '?' } end
redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'holder', ARGV[1], 'append', 0)
return { 'raised' }`,
};

export const releaseScript: LuaScript = {
  name: 'releasing the lease',
  lua: `-- Ends the holder's sign of life, so that another may follow at once; the epoch stays. Changes: the sign of life.
-- KEYS 1 sign of life   ARGV 1 holder   answers: {released} | {not held}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return { 'not held' } end
redis.call('DEL', KEYS[1])
return { 'released' }`,
};
