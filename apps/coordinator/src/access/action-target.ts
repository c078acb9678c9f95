import { type ActionLine, LIMITS, type Route } from '@ringmaster/contracts';
import type { FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'params' | 'body' | 'query'> & { readonly answered?: unknown };

/** What a request was about: the parameters of its path, and the fields that its route names. */
export function targetOf(request: Asked, { about = [] }: Pick<Route, 'about'>): ActionLine['target'] {
  const { params, body, query, answered: answer } = request;
  const target: Record<string, string> = {};
  for (const [name, value] of Object.entries((params ?? {}) as Record<string, unknown>))
    target[name === '*' ? 'name' : name] = String(value).slice(0, LIMITS.actionFieldChars);
  for (const field of about) {
    const keys = field.split('.');
    const value = keys.reduce<unknown>(ownValue, { body, query, answer });
    if (['string', 'number', 'boolean'].includes(typeof value))
      target[keys.at(-1) ?? field] = String(value).slice(0, LIMITS.actionFieldChars);
  }
  return target;
}

const ownValue = (from: unknown, key: string): unknown =>
  typeof from === 'object' && from !== null && Object.hasOwn(from, key)
    ? (from as Record<string, unknown>)[key]
    : undefined;
