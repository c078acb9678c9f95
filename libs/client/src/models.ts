import {
  LIMITS,
  ModelEntry,
  ModelList,
  ModelRemoval,
  ROUTES,
  type TagModelRequest,
} from '@ringmaster/contracts';
import type { CallOptions } from './call-options.js';
import type { Http } from './http.js';

/** The model registry. A `ref` is `name` (its tag `latest`), `name:tag` or `name@version`. */
export interface Models {
  /** By name, newest version first. */
  list(options?: CallOptions): Promise<readonly ModelEntry[]>;
  /** @throws TrainError `not_found`, `invalid` */
  get(ref: string, options?: CallOptions): Promise<ModelEntry>;
  /** Registers a job's model, or gives a registered one another tag. @throws TrainError `conflict`, `not_found` */
  tag(request: TagModelRequest, options?: CallOptions): Promise<ModelEntry>;
  /** @throws TrainError `conflict` when a version would go and `force` is not said */
  remove(ref: string, options?: CallOptions & { readonly force?: boolean }): Promise<ModelRemoval>;
  /** The bytes as they come; compare their SHA-256 with the entry's. */
  file(ref: string, name: string, options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
}

export function modelsOf(http: Http): Models {
  const path = (route: string, ref: string, name = '') =>
    route
      .replace(':ref', () => encodeURIComponent(ref))
      .replace('*', () => name.split('/').map(encodeURIComponent).join('/'));
  return {
    list: async (call) => (await http.json({ ...call, path: ROUTES.models.path }, ModelList)).models,
    get: (ref, call) => http.json({ ...call, path: path(ROUTES.model.path, ref) }, ModelEntry),
    tag: (request, call) =>
      http.json(
        // The files are copied before the answer comes.
        { timeoutMs: LIMITS.modelLoadMs, ...call, method: 'POST', path: ROUTES.tagModel.path, body: request },
        ModelEntry,
      ),
    remove: (ref, { force = false, ...call } = {}) =>
      http.json(
        {
          ...call,
          method: 'DELETE',
          path: path(ROUTES.removeModel.path, ref),
          query: { force: String(force) },
        },
        ModelRemoval,
      ),
    file: (ref, name, call) =>
      http.stream({ ...call, path: path(ROUTES.modelFile.path, ref, name) }, LIMITS.downloadIdleMs),
  };
}
