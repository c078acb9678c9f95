export { controlService } from './control/service.js';
export {
  type AgentFacts,
  type ControlClient,
  type ControlClientOptions,
  type ControlCommand,
  createControlClient,
} from './control/client.js';
export { bearerToken, sameSecret } from './control/bearer.js';
export {
  type AgentLink,
  type AgentLinkListener,
  type ControlServer,
  type ControlServerOptions,
  type CoordinatorBody,
  createControlServer,
} from './control/server.js';
