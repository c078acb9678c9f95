export { controlService } from './control/service.js';
export {
  type AgentFacts,
  type ControlClient,
  type ControlClientOptions,
  type ControlCommand,
  createControlClient,
} from './control/client.js';
