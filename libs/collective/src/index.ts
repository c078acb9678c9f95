export { ownedShards, type ShardRange } from './owned-shards.js';
export {
  type Frame,
  FRAME_KINDS,
  type FrameHeader,
  type FrameKind,
  type Membership,
  type Transport,
} from './transport.js';
