import type { Redis } from 'ioredis';
import { redisFailure } from './redis-failure.js';

/**
 * One atomic change in Redis. The head of its Lua text is its contract: keys, arguments, every answer, and the one thing
 * that changes. An answer is a list of strings whose first word names the outcome.
 */
export interface LuaScript {
  readonly name: string;
  readonly lua: string;
}

/** Runs a script and gives back its answer as strings. @throws TrainError `unavailable` | `internal` */
export async function runScript(
  redis: Redis,
  script: LuaScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<readonly string[]> {
  try {
    const answer = await redis.eval(script.lua, keys.length, ...keys, ...args);
    return Array.isArray(answer) ? answer.map(String) : [String(answer)];
  } catch (cause) {
    throw redisFailure(cause, script.name);
  }
}
