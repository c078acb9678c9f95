export { controlService } from './control/service.js';
export {
  type AgentFacts,
  type ControlClient,
  type ControlClientOptions,
  type ControlCommand,
  createControlClient,
} from './control/client.js';
export { bearerToken, sameSecret } from './control/bearer.js';
export { type ControlServer, type ControlServerOptions, createControlServer } from './control/server.js';
export type { PortRange } from './port-range.js';
export { DataEndpoint, type DataEndpointOptions } from './data/data-endpoint.js';
export type { GrpcTransport } from './data/grpc-transport.js';
export { createRankNetwork, type RankNetworkOptions } from './data/rank-network.js';
export type { TlsIdentity } from './tls/tls-identity.js';
export { fromGrpcStatus, toGrpcStatus } from './status.js';
export { openProbeDoor, type ProbeDoor, type ProbeDoorOptions } from './reach/probe-door.js';
export { type ProbedPeer, type ProbeFault, probePeer } from './reach/probe-peer.js';
