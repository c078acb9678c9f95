export { type CliResult, type Cluster, createCluster } from './cluster.js';
