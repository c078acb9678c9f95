export {
  type Loopback,
  loopback,
  type LoopbackOptions,
  type WireEvent,
  type WireFrame,
} from './transport/loopback.js';
export { weakKeyedHash } from './transport/weak-keyed-hash.js';
