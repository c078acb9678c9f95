export { controlService } from './control/service.js';
export { type PortRange } from './data/exchange-server.js';
export { type GrpcEndpoint, grpcTransport, type GrpcTransportOptions } from './data/grpc-transport.js';
export { type Peer } from './data/pulling-client.js';
export {
  createThreadedExchange,
  type ThreadedExchange,
  type ThreadedExchangeOptions,
} from './data/threaded-exchange.js';
export { fromGrpcStatus, toGrpcStatus } from './status.js';
