import type { ChannelOptions } from '@grpc/grpc-js';
import { LIMITS } from '@ringmaster/contracts';

const KEEPALIVE: ChannelOptions = {
  'grpc.keepalive_time_ms': LIMITS.dataKeepaliveMs,
  'grpc.keepalive_timeout_ms': LIMITS.dataKeepaliveTimeoutMs,
  'grpc.keepalive_permit_without_calls': 1,
};

/**
 * The pulling side. Only a client can enlarge its receive window, which is why receivers pull. Retries would buffer
 * writes, proxies and service configs of the environment have no business between ranks, and a private subchannel
 * pool keeps one generation's connection from serving another.
 */
export const PULL_OPTIONS: ChannelOptions = {
  ...KEEPALIVE,
  'grpc-node.flow_control_window': LIMITS.dataWindowBytes,
  'grpc.max_receive_message_length': LIMITS.dataMessageBytes,
  'grpc.max_send_message_length': LIMITS.dataRequestBytes,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
  'grpc.service_config_disable_resolution': 1,
  'grpc.use_local_subchannel_pool': 1,
};

/** The serving side: tiny requests, large frames. */
export const SERVE_OPTIONS: ChannelOptions = {
  ...KEEPALIVE,
  'grpc.max_receive_message_length': LIMITS.dataRequestBytes,
  'grpc.max_send_message_length': LIMITS.dataMessageBytes,
  'grpc.max_concurrent_streams': LIMITS.dataStreams,
  'grpc.so_reuseport': 0,
};
