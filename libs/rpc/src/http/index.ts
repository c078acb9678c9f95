// Also an entry point of the package (`@ringmaster/rpc/http`): HTTP servers need none of gRPC.
export {
  createHttpGuard,
  type HttpGuard,
  type RequestHeaders,
  SECURITY_HEADERS,
  wrongToken,
} from './http-guard.js';
export {
  bareHost,
  hostOf,
  hostPort,
  isLoopback,
  isWildcard,
  type ListenAddress,
  loopbackHost,
  parseListen,
  portOf,
} from './listen-address.js';
