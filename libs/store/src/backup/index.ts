export { backupOf } from './write-backup.js';
export type { BackupEntry } from './backup-layout.js';
export type { BackupSummary } from './read-backup.js';
export { checkBackup, restoreBackup } from './restore-backup.js';
