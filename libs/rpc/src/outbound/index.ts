// Also an entry point of the package (`@ringmaster/rpc/outbound`): needs none of gRPC.
export { type FetchRules, type GuardedFetch, guardedFetch } from './guarded-fetch.js';
export { isPublicAddress } from './public-address.js';
