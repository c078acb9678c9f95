import type { LuaScript } from '../redis/lua-script.js';

export const appendScript: LuaScript = {
  name: 'appending to the job log',
  lua: `-- Adds records to the logs of one or more jobs, all or none. Changes: those logs, and the number of the last append.
-- KEYS 1 lease hash {epoch, holder, append}   2 set of job ids   3… one list per job
-- ARGV 1 epoch   2 holder   3 number of this append, growing   then per job: id, records known to be durable, count, records…
-- What a list holds past the durable records was never acknowledged, and is cut.
-- answers: {ok} | {absent} no lease is known | {fenced, epoch, holder} | {late} a later append came first
--        | {behind, job id} the list lost durable records
local lease = redis.call('HMGET', KEYS[1], 'epoch', 'holder', 'append')
if not lease[1] then return { 'absent' } end
if lease[1] ~= ARGV[1] or lease[2] ~= ARGV[2] then return { 'fenced', lease[1], lease[2] or '?' } end
if tonumber(lease[3]) >= tonumber(ARGV[3]) then return { 'late' } end
local at = 4
for k = 3, #KEYS do
  if redis.call('LLEN', KEYS[k]) < tonumber(ARGV[at + 1]) then return { 'behind', ARGV[at] } end
  at = at + 3 + tonumber(ARGV[at + 2])
end
at = 4
for k = 3, #KEYS do
  local durable, count = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  if durable == 0 then redis.call('DEL', KEYS[k]) else redis.call('LTRIM', KEYS[k], 0, durable - 1) end
  for i = 1, count do redis.call('RPUSH', KEYS[k], ARGV[at + 2 + i]) end
  redis.call('SADD', KEYS[2], ARGV[at])
  at = at + 3 + count
end
redis.call('HSET', KEYS[1], 'append', ARGV[3])
return { 'ok' }`,
};
