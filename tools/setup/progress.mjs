// Progress lines with elapsed seconds, and child processes whose output is shown only when they fail.
import { spawn } from 'node:child_process';

const started = Date.now();

/** One line on stderr: stdout stays free for data. */
export function say(message) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`setup ${seconds}s  ${message}\n`);
}

/** Announces `label`, repeats itself every 20 s while `work` runs, and says how long it took. */
export async function phase(label, work) {
  const begun = Date.now();
  say(`${label} …`);
  const repeat = setInterval(() => say(`${label} … still at it`), 20_000);
  try {
    const result = await work();
    say(`${label}: done in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(repeat);
  }
}

/** An error that the user can act on: printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program to its end and resolves with its stdout.
 * @throws SetupError with the head and tail of its output when it fails, is missing, or exceeds `timeoutMs`.
 */
export function execute(command, args, { timeoutMs = 1_800_000, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, ...options });
    let stdout = '';
    let head = '';
    let tail = '';
    const keep = (chunk) => {
      if (head.length < 1500) head += chunk;
      else tail = (tail + chunk).slice(-2500);
    };
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr.on('data', keep);
    child.on('error', (cause) => reject(new SetupError(`${command}: ${cause.message}`, { cause })));
    child.on('close', (code, killedBy) => {
      if (code === 0) return resolve(stdout);
      const how = killedBy ? `was killed by ${killedBy}` : `exited with ${code}`;
      reject(
        new SetupError(
          `${command} ${args.slice(0, 4).join(' ')} … ${how}:\n${head}${tail && `\n…\n${tail}`}`.trimEnd(),
        ),
      );
    });
  });
}

/** Like `execute`, but undefined instead of an error. */
export const tryExecute = (command, args, options) =>
  execute(command, args, { timeoutMs: 20_000, ...options }).catch(() => undefined);
