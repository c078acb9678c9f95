import { Member, type MemberOptions } from './member.js';

/** One side of a comparison, started and warm. */
export interface Contender {
  readonly name: string;
  /** One round. What the numbers mean is the bench's matter; higher or lower may be better. */
  measure(request: object): Promise<number>;
  close(): Promise<void>;
}

export interface GroupOptions {
  readonly name: string;
  /** Processes that measure together; the first one's answer counts. */
  readonly members: readonly MemberOptions[];
  /** Loading, compiling and warming up. */
  readonly readyMs?: number;
  readonly measureMs?: number;
}

/**
 * Starts processes that measure together. Each may announce an address (`{"type":"address"}`), is then told all of
 * them, and says `ready`; a request goes to all of them, and the first one's `value` is the round's.
 */
export async function startGroup(o: GroupOptions): Promise<Contender> {
  const { readyMs = 300_000, measureMs = 120_000 } = o;
  const members = o.members.map((member) => new Member(member));
  const all = <T>(work: (member: Member, index: number) => Promise<T>) => Promise.all(members.map(work));
  const close = async () => void (await all((member) => member.close()));
  try {
    if (members.length > 1) {
      const lines = await all((member) => member.expect('address', readyMs));
      const addresses = lines.map(({ address }) => String(address));
      for (const member of members) member.tell({ type: 'peers', addresses });
    }
    await all((member) => member.expect('ready', readyMs));
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    name: o.name,
    measure: async (request) => {
      for (const member of members) member.tell({ type: 'measure', ...request });
      const answers = await all((member) => member.expect('value', measureMs));
      return Number(answers[0]?.value);
    },
    close,
  };
}
