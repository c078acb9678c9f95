import { wire } from '@ringmaster/contracts';
import type { ServiceDefinition } from '@grpc/grpc-js';

const { AgentMessage, CoordinatorMessage } = wire.v1;

/** gRPC's description of the control plane: proto/ringmaster/v1/control.proto, with the generated code as serializers. */
export const controlService = {
  session: {
    path: '/ringmaster.v1.Control/Session',
    requestStream: true,
    responseStream: true,
    requestSerialize: (m: wire.v1.IAgentMessage) => Buffer.from(AgentMessage.encode(m).finish()),
    requestDeserialize: (bytes: Buffer): wire.v1.AgentMessage => AgentMessage.decode(bytes),
    responseSerialize: (m: wire.v1.ICoordinatorMessage) => Buffer.from(CoordinatorMessage.encode(m).finish()),
    responseDeserialize: (bytes: Buffer): wire.v1.CoordinatorMessage => CoordinatorMessage.decode(bytes),
  },
} satisfies ServiceDefinition;
