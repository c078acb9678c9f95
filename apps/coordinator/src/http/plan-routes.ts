import type { PlanAnswer } from '@ringmaster/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HttpParts } from './http-parts.js';
import { ownerOf } from './job-routes.js';
import { parsed } from './parsed.js';

const PlanRequest = z.strictObject({ document: z.unknown() });

/** What would become of a job that nobody submits. */
export function planRoutes({ resolve, preview }: HttpParts) {
  return {
    plan: async (request: FastifyRequest): Promise<PlanAnswer> => {
      const job = resolve(parsed(PlanRequest, request.body, 'request').document, 'local');
      return { resolved: { ...job }, placement: preview(job, ownerOf(request)) };
    },
  };
}
