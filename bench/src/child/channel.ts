import { createInterface } from 'node:readline';
import { TrainError } from '@ringmaster/core';

/** The child's side of the protocol of `Member`: JSON lines on stdin and stdout. */
export interface Channel {
  say(message: { readonly type: string; readonly [key: string]: unknown }): void;
  /** The next line, or undefined when stdin has ended. */
  hear(): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Tells its address, and waits for those of all ranks. @throws TrainError `cancelled` when stdin ends */
  meet(address: string): Promise<readonly string[]>;
  /** Says that all is warm, and answers requests until stdin ends. */
  serve(measure: (request: Request) => Promise<number> | number): Promise<void>;
}

/** Of one round; each bench reads what it needs. */
export interface Request {
  readonly seconds: number;
  readonly steps: number;
  readonly times: number;
  readonly bytes: number;
}

export function openChannel(): Channel {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const say: Channel['say'] = (message) => void process.stdout.write(`${JSON.stringify(message)}\n`);
  const hear: Channel['hear'] = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : (JSON.parse(value as string) as Record<string, unknown>);
  };
  return {
    say,
    hear,
    meet: async (address) => {
      say({ type: 'address', address });
      const answer = await hear();
      if (!answer) throw new TrainError('cancelled', 'the other ranks did not come');
      return answer['addresses'] as string[];
    },
    serve: async (measure) => {
      say({ type: 'ready' });
      for (let request = await hear(); request; request = await hear())
        say({ type: 'value', value: await measure(request as unknown as Request) });
    },
  };
}
