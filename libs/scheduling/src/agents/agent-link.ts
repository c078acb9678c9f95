import type { ErrorCode, wire } from '@ringmaster/contracts';

/** A message to an agent; whoever sends it adds the epoch. */
export type CoordinatorBody = Omit<wire.v1.CoordinatorMessage.$Properties, 'epoch'>;

/** One agent's stream, after its Hello was accepted. */
export interface AgentLink {
  readonly hello: wire.v1.Hello;
  /** The name on the certificate that it came with; absent where nothing is encrypted. */
  readonly certificate?: string | undefined;
  /** Queues a message; ends the stream of an agent that does not read. No-op after the end. */
  send(body: CoordinatorBody): void;
  /** Stops and goes on reading from the stream: backpressure down to the agent's socket. */
  pause(): void;
  resume(): void;
  /** Says why, then ends the stream. The code tells the agent whether to come back. */
  refuse(code: ErrorCode, message: string): void;
  close(): void;
}

export interface AgentLinkListener {
  message(message: wire.v1.AgentMessage): void;
  /**
   * Called once. `goodbye`: the agent ended the stream itself and its ranks with it. `revoked`: its token counts no more, and
   * so nothing that it runs does.
   */
  ended(how: 'goodbye' | 'revoked' | 'lost', message: string): void;
}
