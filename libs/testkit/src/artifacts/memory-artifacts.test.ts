import { artifactStoreContract } from './artifact-store-contract.js';
import { memoryArtifacts } from './memory-artifacts.js';

artifactStoreContract('memory', () => ({ store: memoryArtifacts() }));
