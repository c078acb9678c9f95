import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const TOOL_MS = 5_000;

/** First line that a program prints; undefined when it is not there or fails. */
export async function firstLineOf(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execute(command, args, { timeout: TOOL_MS });
    return `${stdout}${stderr}`.trim().split('\n')[0];
  } catch {
    return undefined;
  }
}

/** All lines that a program prints; undefined when it is not there or fails. */
export async function linesOf(
  command: string,
  args: readonly string[],
): Promise<readonly string[] | undefined> {
  try {
    const { stdout } = await execute(command, args, { timeout: TOOL_MS });
    return stdout.trim().split('\n');
  } catch {
    return undefined;
  }
}
