import { LIMITS } from '@ringmaster/contracts';
import type { Agent } from 'undici';

/** A `fetch` that believes one authority alone, given as PEM. The platform's own knows only the system's. */
export function trustingFetch(ca: string): typeof fetch {
  let dispatcher: Agent | undefined;
  const trusting = async (input: string | URL, init?: object) => {
    // Loaded when it is needed: most processes never speak TLS.
    const undici = await import('undici');
    dispatcher ??= new undici.Agent({ connect: { ca, timeout: LIMITS.connectMs } });
    return undici.fetch(input, { ...init, dispatcher });
  };
  return trusting as unknown as typeof fetch;
}
