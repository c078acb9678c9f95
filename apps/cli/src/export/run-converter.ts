import { spawn } from 'node:child_process';
import { ExportAnswer, type ExportOrder, type ExportReport } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** What of a converter's stderr is shown when it ends without an answer. */
const TAIL_CHARACTERS = 2_000;

export interface ConverterRequest {
  /** The converter's bundle. */
  readonly script: string;
  readonly order: ExportOrder;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the process. */
  readonly signal: AbortSignal;
}

/**
 * Converts a model in a process of its own: TensorFlow never gets into the command line's.
 * @throws TrainError what the converter says, `internal` when it says nothing, the signal's reason
 */
export async function runConverter({ script, order, env, signal }: ConverterRequest): Promise<ExportReport> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { TF_CPP_MIN_LOG_LEVEL: '3', ...env },
  });
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (output.stderr = (output.stderr + text).slice(-TAIL_CHARACTERS)));
  // A converter that died early says so by its exit.
  child.stdin.on('error', () => undefined).end(JSON.stringify(order));
  try {
    const ending = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killedBy) => resolve(killedBy ?? `exit code ${code}`));
    });
    signal.throwIfAborted();
    return reportOf(output, ending);
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
}

function reportOf(
  output: { readonly stdout: string; readonly stderr: string },
  ending: string,
): ExportReport {
  const answer = parse(output.stdout.trim().split('\n').at(-1) ?? '');
  if (answer === undefined)
    throw new TrainError(
      'internal',
      `the converter ended with ${ending} and no answer; its last words: ${output.stderr.trim() || 'none'}`,
    );
  if ('error' in answer) throw new TrainError(answer.error.code, answer.error.message);
  return answer.report;
}

function parse(line: string): ExportAnswer | undefined {
  try {
    return ExportAnswer.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
