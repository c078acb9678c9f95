import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemClock, TrainError } from '@ringmaster/core';

/** One line of a child: JSON with `type`. */
export interface ChildLine {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface MemberOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const STDERR_TAIL = 4_000;

/**
 * A child process that speaks JSON lines: it answers on stdout what it is asked on stdin, and ends when stdin does.
 * Between two requests it waits, so that contenders that live at the same time do not disturb each other.
 */
export class Member {
  readonly #child: ChildProcess;
  readonly #lines: ChildLine[] = [];
  readonly #ended: Promise<void>;
  #waiting: (() => void) | undefined;
  #stderr = '';
  #failure: TrainError | undefined;

  constructor(private readonly o: MemberOptions) {
    const stdio = ['pipe', 'pipe', 'pipe'] as const;
    this.#child = spawn(o.command, o.args, { env: { ...o.env }, stdio: [...stdio], cwd: o.cwd });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_TAIL);
    });
    // A child that died leaves a broken pipe; its exit says why.
    this.#child.stdin?.on('error', () => undefined);
    createInterface({ input: this.#child.stdout! }).on('line', (line) => this.#take(line));
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (cause) => (this.#fail(`did not start: ${cause.message}`), resolve()));
      this.#child.on('close', (code, signal) => (this.#fail(`ended with ${signal ?? code}`), resolve()));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** The next line of that type; others before it are dropped. @throws TrainError `deadline` | `unavailable` with its last words */
  async expect(type: string, timeoutMs: number): Promise<ChildLine> {
    const until = systemClock.monotonicMs() + timeoutMs;
    for (;;) {
      const line = this.#lines.shift();
      if (line?.type === type) return line;
      if (line?.type === 'failed') throw this.#error(`failed: ${String(line.message)}`, 'unavailable');
      if (line) continue;
      if (this.#failure) throw this.#failure;
      const left = until - systemClock.monotonicMs();
      if (left <= 0) throw this.#error(`said no "${type}" within ${timeoutMs} ms`, 'deadline');
      await this.#more(left);
    }
  }

  /** Ends its stdin, and the process itself when it does not follow. */
  async close(): Promise<void> {
    this.#child.stdin?.end();
    const cancel = systemClock.after(3_000, () => this.#child.kill('SIGKILL'));
    await this.#ended;
    cancel();
  }

  #more(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = systemClock.after(ms, resolve);
      this.#waiting = () => (cancel(), resolve());
    });
  }

  #take(line: string): void {
    try {
      const parsed = JSON.parse(line) as ChildLine;
      if (typeof parsed.type === 'string') this.#lines.push(parsed);
    } catch {
      // Libraries print to stdout too.
      this.#stderr = `${this.#stderr}${line}\n`.slice(-STDERR_TAIL);
    }
    this.#waiting?.();
  }

  #fail(how: string): void {
    this.#failure ??= this.#error(how, 'unavailable');
    this.#waiting?.();
  }

  #error(how: string, code: 'deadline' | 'unavailable'): TrainError {
    const tail = this.#stderr.trim();
    return new TrainError(code, `${this.o.name} ${how}${tail ? `\n${tail}` : ''}`);
  }
}
