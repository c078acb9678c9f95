export { type CliResult, type Cluster, createCluster } from './cluster.js';
export { listeningAddresses } from './listening.js';
export { type ServedModel, serveModel } from './serve-model.js';
