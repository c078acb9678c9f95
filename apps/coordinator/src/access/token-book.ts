import { createHash, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import {
  type CreatedToken,
  type CreateTokenRequest,
  DEFAULT_OWNER,
  LIMITS,
  type Role,
  ROLES,
  TokenName,
  type TokenView,
} from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import { sameSecret } from '@ringmaster/rpc';
import { writeFileDurably } from '@ringmaster/store';
import { z } from 'zod';

/** Whose a token is. */
export interface TokenIdentity {
  readonly name: string;
  readonly role: Role;
}

/** The tokens that count: the home's own, which is an administrator's, and those that were made of it. */
export interface TokenBook {
  /** Undefined for a token that nobody has. */
  find(token: string): TokenIdentity | undefined;
  list(): readonly TokenView[];
  /** Durable when it resolves. @throws TrainError `conflict` | `too_large` */
  create(request: CreateTokenRequest): Promise<CreatedToken>;
  /** @throws TrainError `not_found` */
  revoke(name: string): Promise<TokenView>;
  /** Called with the name of each token that is revoked from now on, once it counts no more; the result ends that. */
  onRevoked(listener: (name: string) => void): () => void;
}

const Entry = z.strictObject({
  name: TokenName,
  role: z.enum(ROLES),
  createdAt: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
type Entry = z.output<typeof Entry>;
const TokensFile = z.strictObject({ version: z.literal(1), tokens: z.array(Entry).max(LIMITS.tokens) });

const viewOf = ({ name, role, createdAt }: Entry): TokenView => ({ name, role, createdAt });
/** 256 random bits need no slow hash. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** @throws TrainError `invalid` when the file can be read by others or is none of ours */
export async function openTokenBook(o: {
  readonly file: string;
  readonly homeToken: string;
  readonly clock: Clock;
}): Promise<TokenBook> {
  const { file, homeToken, clock } = o;
  let entries = await readEntries(file);
  const listeners = new Set<(name: string) => void>();
  let writing: Promise<unknown> = Promise.resolve();
  /** One change after the other; nothing counts before it is written. */
  const change = <T>(work: () => { readonly next: readonly Entry[]; readonly result: T }): Promise<T> => {
    const done = writing.then(async () => {
      const { next, result } = work();
      await writeFileDurably(file, `${JSON.stringify({ version: 1, tokens: next }, null, 2)}\n`);
      entries = next;
      return result;
    });
    writing = done.catch(() => undefined);
    return done;
  };
  return {
    find(token) {
      if (sameSecret(token, homeToken)) return { name: DEFAULT_OWNER, role: 'admin' };
      const sha256 = hashOf(token);
      const found = entries.find((entry) => sameSecret(entry.sha256, sha256));
      return found && { name: found.name, role: found.role };
    },
    list: () => entries.map(viewOf),
    create: ({ name, role }) =>
      change(() => {
        if (entries.some((entry) => entry.name === name))
          throw new TrainError(
            'conflict',
            `there is a token ${name} already; revoke it, or choose another name`,
          );
        if (entries.length >= LIMITS.tokens)
          throw new TrainError('too_large', `there are ${LIMITS.tokens} tokens; revoke some first`);
        const token = `rm-${role}-${randomBytes(32).toString('hex')}`;
        const entry = {
          name,
          role,
          createdAt: new Date(clock.wallMs()).toISOString(),
          sha256: hashOf(token),
        };
        return { next: [...entries, entry], result: { ...viewOf(entry), token } };
      }),
    async revoke(name) {
      const view = await change(() => {
        const found = entries.find((entry) => entry.name === name);
        if (!found) throw new TrainError('not_found', `there is no token ${name}`);
        return { next: entries.filter((entry) => entry !== found), result: viewOf(found) };
      });
      for (const listener of [...listeners]) listener(name);
      return view;
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function readEntries(file: string): Promise<readonly Entry[]> {
  const text = await readText(file);
  if (text === undefined) return [];
  const parsed = TokensFile.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data.tokens;
  throw new TrainError('invalid', `${file} is not a list of tokens: ${z.prettifyError(parsed.error)}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined where there is no file. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const { mode, size } = await stat(file);
    if ((mode & 0o077) !== 0)
      throw new TrainError('invalid', `${file} can be read by others; run: chmod 600 ${file}`);
    if (size > LIMITS.tokensFileBytes)
      throw new TrainError(
        'invalid',
        `${file} is larger than ${LIMITS.tokensFileBytes} bytes: no list of tokens`,
      );
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof TrainError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TrainError('unavailable', `${file} cannot be read`, { cause });
  }
}
