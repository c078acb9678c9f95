// Also an entry point of the package (`@ringmaster/rpc/tls`): needs none of gRPC.
export {
  type CertificateFacts,
  certificateFacts,
  identityProblem,
  readTlsIdentity,
  type TlsFiles,
  type TlsIdentity,
} from './tls-identity.js';
export { handshakeFault } from './handshake-fault.js';
export { trustingFetch } from './trusting-fetch.js';
